import { randomBytes } from "node:crypto";
import { expect, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { insertSession } from "./support/people";
import type { RawClient } from "./support/raw-forms";
import { followLink } from "./support/raw-pages";
import { everythingOn } from "./support/settings";
import { cacheOfBuild, handlers, pages } from "./support/walk-build";
import { handlerRules } from "./support/walk-handlers";
import { addressOf } from "./support/walk-pages";

/** The same for everybody, and its route says how long it keeps. */
const FOR_EVERYBODY = ["/flags/[country]", "/icon.svg"];

interface Visitor {
  name: string;
  client: RawClient;
  /** What stands in nothing but what is shown of them. */
  marks: string[];
}

test("[FW-07] no page of one person is kept for another: everybody in turn, on every page, as HTML and as data", async ({
  server,
  db,
  createUser,
  changeSettings,
}) => {
  test.setTimeout(120_000);
  await changeSettings(everythingOn);
  const arrive = async (name: string, role?: "user" | "admin"): Promise<Visitor> => {
    const client = clientOf(server.url);
    if (!role) return { name, client, marks: [] };
    const firstName = `Turn ${randomBytes(6).toString("hex")}`;
    const person = await createUser({ role, firstName });
    const token = await insertSession(db, person);
    client.cookies.set("session", token);
    return { name, client, marks: [firstName, person.email, person.id, token] };
  };
  const [admin, ada, grace, nobody] = await Promise.all([
    arrive("admin", "admin"),
    arrive("Ada", "user"),
    arrive("Grace", "user"),
    arrive("nobody"),
  ]);
  // Whoever may see least comes last, and the first once more.
  const turns = [admin, ada, grace, nobody, ada];
  const complaints: string[] = [];
  const seen = new Map<Visitor, number>();

  async function look(visitor: Visitor, what: string, answer: Response): Promise<void> {
    const complain = (words: string) => complaints.push(`${visitor.name}, ${what}: ${words}`);
    const text = await answer.text();
    const kept = answer.headers.get("cache-control") ?? "";
    if (!/\bno-store\b/.test(kept) || !/\bprivate\b/.test(kept) || /s-maxage|public|stale-while/.test(kept))
      complain(kept);
    for (const header of ["x-nextjs-cache", "x-nextjs-prerender", "x-nextjs-stale-time", "age", "cdn-cache-control"]) {
      const value = answer.headers.get(header);
      if (value !== null && visitor.marks.some((mark) => text.includes(mark))) complain(`${header}: ${value}`);
      if (header === "x-nextjs-cache" && value === "HIT" && answer.status === 200) complain(`${header}: ${value}`);
    }
    if (answer.status >= 500) complain(`${answer.status}`);
    if (visitor.marks.some((mark) => text.includes(mark))) seen.set(visitor, (seen.get(visitor) ?? 0) + 1);
    // An admin may see everybody, there.
    const others = visitor === admin && what.includes("/admin") ? [] : turns.filter((other) => other !== visitor);
    for (const other of others) {
      for (const mark of other.marks) if (text.includes(mark)) complain(`shows ${mark} of ${other.name}`);
    }
  }

  const { id: somebody } = await createUser();
  for (const { route } of pages) {
    const at = addressOf(route, somebody);
    for (const visitor of turns) {
      await look(visitor, at, await visitor.client.send(at));
      await look(visitor, `${at} as data`, await followLink(visitor.client, at));
      const prefetched = { headers: { rsc: "1", "next-router-prefetch": "1" } };
      await look(visitor, `${at} before it is opened`, await visitor.client.send(`${at}?_rsc=1`, prefetched));
    }
  }
  for (const { route } of handlers.filter(({ route }) => !FOR_EVERYBODY.includes(route))) {
    for (const request of Object.keys(handlerRules[route] ?? {}).filter((one) => one.startsWith("GET "))) {
      const at = request.slice(4);
      for (const visitor of turns) await look(visitor, at, await visitor.client.send(at));
    }
  }
  expect.soft(complaints).toEqual([]);
  // The marks are there to be found.
  for (const visitor of [admin, ada, grace]) expect(seen.get(visitor)).toBeGreaterThan(5);

  // Nothing is made before somebody asks, or kept and made again (ISR), but what shows nobody.
  const { routes, dynamicRoutes } = cacheOfBuild;
  expect(Object.keys(routes).filter((route) => pages.some((page) => page.route === route))).toEqual([]);
  expect(dynamicRoutes).toEqual({});
});
