import type { RawClient } from "./raw-forms";
import type { Route } from "./walk-build";

/** What came back, and what it shows: a status, or the path it sends to. */
export interface Opened {
  seen: number | string;
  text: string;
}

/** Opens a page as a browser does. */
export async function openPage(client: RawClient, at: string): Promise<Opened> {
  const answer = await client.send(at);
  const text = await answer.text();
  const location = answer.headers.get("location");
  return { seen: location ? new URL(location, client.origin).pathname : answer.status, text };
}

/**
 * Asks for a page as our own links do: what comes is data, not HTML.
 * @param known the layouts the browser has already. Default: none.
 */
export async function followLink(client: RawClient, at: string, known?: Tree): Promise<Response> {
  const headers = {
    rsc: "1",
    ...(known && { "next-router-state-tree": encodeURIComponent(JSON.stringify(known)) }),
  };
  const answer = await client.send(at, { headers });
  const exact = answer.headers.get("location");
  // Next wants a digest of these headers in the address, and says itself which.
  return exact?.includes("_rsc") ? client.send(exact, { headers }) : answer;
}

/**
 * Follows a link to a page whose layouts are there already: they are not run again, so whatever stands guard in them
 * does not. Redirects and missing pages then come as words inside an answer with status 200.
 */
export async function openInnerPage(client: RawClient, { file, route }: Route, at: string): Promise<Opened> {
  const answer = await followLink(client, at, knownTree(file, route, at));
  const text = await answer.text();
  const digest = /:E\{"digest":"([^"]*)"/.exec(text)?.[1];
  if (digest === undefined) return { seen: answer.status, text };
  const [kind, detail, path = ""] = digest.split(";");
  if (kind === "NEXT_REDIRECT") return { seen: new URL(path, client.origin).pathname, text };
  return { seen: kind === "NEXT_HTTP_ERROR_FALLBACK" ? Number(detail) : 500, text };
}

type Tree = [segment: string | [name: string, value: string, kind: "c" | "d", null], ...rest: unknown[]];

/** What Next's router in the browser says it has already: everything around the page, not the page. */
function knownTree(file: string, route: string, at: string): Tree {
  const values = at.split("/");
  const folders = file.split("/").slice(1, -1);
  const shown = route.split("/");
  const segments = folders.map((folder): Tree[0] => {
    const name = /^\[(\.\.\.)?(.+)\]$/.exec(folder);
    if (!name?.[2]) return folder;
    const index = shown.indexOf(folder);
    return name[1] ? [name[2], values.slice(index).join("/"), "c", null] : [name[2], values[index] ?? "", "d", null];
  });
  const page: Tree = ["__PAGE__", {}, null, "refetch"];
  return ["", ...segments].reduceRight<Tree>((inner, segment) => [segment, { children: inner }], page);
}
