import { expect, newAddress, test } from "./fixtures";
import { anyAddress } from "./support/instances-steps";
import { insertSession } from "./support/people";
import { type RawAnswer, sendRaw, startSink } from "./support/raw-socket";
import { actions } from "./support/walk-build";
import { handlerRules } from "./support/walk-handlers";

/* Requests that would make the server ask somewhere itself, because a visitor says so. */

/** One of each kind there is: pages open and private, missing ones, handlers, Auth.js' own, files, data of Next's. */
const PATHS = [
  ...["/", "/sign-in", "/dashboard", "/admin/users", "/profile/security", "/sso", "/sso/leave", "/nowhere"],
  ...Object.values(handlerRules).flatMap((ruled) =>
    Object.keys(ruled).flatMap((request) => (request.startsWith("GET ") ? [request.slice(4)] : [])),
  ),
  ...["/api/auth/signin", "/api/auth/signin/local", "/api/auth/providers", "/api/auth/csrf"],
  ...["/_next/data/build/sign-in.json", "/_next/static/none.js", "/sign-in.rsc", "/%2e%2e/x", "/sign-in/"],
];

/** Ways to name another host, one at a time. */
function probesOf(path: string, own: string, sink: string): [what: string, lines: string[]][] {
  const at = `http://${sink}`;
  const get = (...headers: string[]) => [`GET ${path} HTTP/1.1`, `Host: ${own}`, ...headers];
  const named = (...headers: string[]): [string, string[]][] =>
    headers.map((header) => [header, get(header)] as [string, string[]]);
  const upgrade = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  ];
  return [
    ["Host", [`GET ${path} HTTP/1.1`, `Host: ${sink}`]],
    ["two hosts", [`GET ${path} HTTP/1.1`, `Host: ${own}`, `Host: ${sink}`]],
    ["Host with a path", [`GET ${path} HTTP/1.1`, `Host: ${sink}/x`]],
    ["an absolute request line", [`GET ${at}${path} HTTP/1.1`, `Host: ${own}`]],
    ["a request line without a scheme", [`GET //${sink}${path} HTTP/1.1`, `Host: ${own}`]],
    ["OPTIONS", [`OPTIONS ${path} HTTP/1.1`, `Host: ${sink}`, `Origin: ${at}`, "Access-Control-Request-Method: POST"]],
    ["HEAD", [`HEAD ${path} HTTP/1.1`, `Host: ${sink}`]],
    ...named(
      `X-Forwarded-Host: ${sink}`,
      `Forwarded: host=${sink};proto=http`,
      `X-Original-URL: ${at}/`,
      `X-Rewrite-URL: ${at}/`,
      `x-middleware-rewrite: ${at}/`,
      `x-nextjs-rewrite: ${at}/`,
      `x-nextjs-redirect: ${at}/`,
      `x-middleware-next: 1`,
      `x-middleware-override-headers: host`,
      `x-invoke-path: ${at}/`,
      `x-matched-path: ${at}/`,
      `Referer: ${at}/`,
    ),
    ["data of a rewrite", get("x-nextjs-data: 1", `x-middleware-rewrite: ${at}/`, "x-middleware-next: 1")],
    ["an overridden host", get("x-middleware-override-headers: host", `x-middleware-request-host: ${sink}`)],
    ["RSC", [`GET ${path}?_rsc=1 HTTP/1.1`, `Host: ${sink}`, `X-Forwarded-Host: ${sink}`, "RSC: 1"]],
    ["an upgrade", [`GET ${path} HTTP/1.1`, `Host: ${sink}`, ...upgrade]],
    ["an upgrade with an absolute request line", [`GET ${at}${path} HTTP/1.1`, `Host: ${sink}`, ...upgrade]],
    ["an upgrade with a rewrite", get(...upgrade, `x-middleware-rewrite: ${at}/`)],
  ];
}

/** @returns where an answer leads, as the browser that asked takes it. */
const leadsTo = ({ head }: RawAnswer, own: string) => new URL(/^location: (.*)$/im.exec(head)?.[1] ?? "", own);

test("[FW-06] nothing a visitor sends makes the server ask another host, or name one", async ({
  server,
  db,
  createUser,
}) => {
  test.setTimeout(120_000);
  const sink = await startSink();
  const { host: own, origin } = new URL(server.url);
  const cookie = `Cookie: session=${await insertSession(db, await createUser({ role: "admin" }))}`;
  const complaints: unknown[] = [];
  let sent = 0;
  const look = async (what: string, lines: string[], body?: string) => {
    const answer = await sendRaw(origin, [...lines, `X-Forwarded-For: ${anyAddress()}`], body);
    sent += 1;
    const { href, origin: leadsOn } = leadsTo(answer, origin);
    const isRight = answer.status < 500 && leadsOn === origin && !answer.text.endsWith("sink");
    if (!isRight) complaints.push([what, answer.status, href]);
    return answer;
  };

  // What it would see of a server that asks.
  await sendRaw(`http://${sink.host}`, ["GET / HTTP/1.1", `Host: ${sink.host}`]);
  expect(sink.reached.splice(0)).toHaveLength(2);

  await Promise.all(
    PATHS.map(async (path) => {
      for (const [what, lines] of probesOf(path, own, sink.host)) await look(`${path}, ${what}`, [...lines, cookie]);
    }),
  );

  for (const url of [
    `http://${sink.host}/x.png`,
    `//${sink.host}/x.png`,
    `/\\${sink.host}/x.png`,
    `http:${sink.host}/x.png`,
    `/%2f${sink.host}/x.png`,
    `@${sink.host}/x.png`,
    `/_next/image?url=${encodeURIComponent(`http://${sink.host}/x.png`)}&w=64&q=75`,
    "/api/auth/leave",
    "/icon.svg",
    "http://169.254.169.254/latest",
  ]) {
    const image = `/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`;
    for (const host of [own, sink.host]) {
      const { status } = await look(`image ${url} of ${host}`, [
        `GET ${image} HTTP/1.1`,
        `Host: ${host}`,
        `X-Forwarded-Host: ${sink.host}`,
      ]);
      expect.soft([url, status]).toEqual([url, 404]);
    }
  }

  // Next asks itself for the page an action redirects to.
  const id = actions.find(({ name }) => name === "startSignInAction")?.id ?? "";
  const form = new FormData();
  form.append("_1_identifier", newAddress());
  form.append("0", '[{},"$K1"]');
  const encoded = new Response(form);
  const body = await encoded.text();
  const post = (host: string, from: string, ...headers: string[]) => [
    "POST /sign-in HTTP/1.1",
    `Host: ${host}`,
    `Origin: ${from}`,
    `Next-Action: ${id}`,
    `Content-Type: ${encoded.headers.get("content-type")}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  expect((await look("an action", post(own, origin), body)).head).toMatch(/^x-action-redirect: \/sign-in\/verify/im);
  const named = [`X-Forwarded-Host: ${sink.host}`, `X-Forwarded-Proto: http`, `Forwarded: host=${sink.host}`];
  for (const headers of [[], ...named.map((header) => [header]), named]) {
    const what = `an action, ${headers.join(", ")}`;
    await look(what, post(own, origin, ...headers), body);
    await look(`${what}, Host`, post(sink.host, origin, ...headers), body);
    await look(`${what}, Host and Origin`, post(sink.host, `http://${sink.host}`, ...headers), body);
  }
  console.log(`probed ${sent} times`);
  expect.soft(complaints).toEqual([]);
  expect(sink.reached).toEqual([]);
  sink.stop();
});
