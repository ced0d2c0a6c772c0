import type { RawClient } from "./raw-forms";
import { followLink } from "./raw-pages";

/* Requests that are as much work as whoever sends them can make them, up to what is let in, and beyond. */

export interface Shape {
  what: string;
  send(client: RawClient): Promise<Response>;
}

/** A form is held to less; the longest, with every country, has about so many. */
const FIELDS = 320;
const BODY = 47 * 1024;
/** Every name of a field that anybody may post. */
const NAMES = `identifier email phone phoneCountry username password code token strategy flow id connection subject
  message signature response wallet address chain_id firstName lastName when trustBrowser redirect_url`.split(/\s+/);
/** What is long to compose, to compare, to match or to hash. */
const UNITS = ["a", "\u0315\u0300\u05ae", "ﷺ", "a.", "[", " "];

type Fields = [name: string, value: string][];
const numbered = (count: number): Fields => Array.from({ length: count }, (_, index) => [index.toString(36), ""]);
const repeated = (count: number): Fields => Array.from({ length: count }, () => ["email", ""]);
/** As long as an identifier or a password may be; or longer than anything. */
const filled = (unit: string, length = 500): Fields =>
  NAMES.map((name) => [name, unit.repeat(length).slice(0, length)]);
const formOf = (fields: Fields, prefix = "") => {
  const form = new FormData();
  for (const [name, value] of fields) form.append(prefix + name, value);
  return form;
};

/** The same for pages and handlers that are only asked for. */
export function costlyGets(at: string): Shape[] {
  const get = (what: string, query: string, headers: Record<string, string> = {}): Shape => ({
    what: `GET ${at} ${what}`,
    send: (client) => client.send(`${at}${at.includes("?") ? "&" : "?"}${query}`, { headers }),
  });
  const names = (count: number) => numbered(count).map(([name]) => name);
  const cookie = (count: number) =>
    names(count)
      .map((name) => `c${name}=1`)
      .join("; ");
  return [
    get("with as many parameters and cookies as are let in", Array(60).fill("redirect_url").join("&"), {
      cookie: cookie(170),
      "user-agent": "Mozilla/5.0 (".repeat(300),
    }),
    get("with long parameters", NAMES.map((name) => `${name}=/${"%41".repeat(100)}`).join("&"), {
      cookie: `session=${"A".repeat(5000)}`,
    }),
    get("with 5,500 parameters", Array(5500).fill("a").join("&")),
    get("with 2,400 cookies", "", { cookie: cookie(2400) }),
  ];
}

/** A page, asked for as links of ours do: with as deep a tree of layouts as is let in, and with a deeper one. */
export const costlyLinks = (at: string): Shape[] =>
  [15, 300].map((depth) => ({
    what: `link to ${at} from ${depth} layouts`,
    send: (client) => followLink(client, at, treeOf(depth)),
  }));

type Tree = Parameters<typeof followLink>[2];
const treeOf = (depth: number): Tree =>
  Array.from({ length: depth }).reduce<NonNullable<Tree>>((inner) => ["", { children: inner }], ["__PAGE__", {}]);

/** Posts to a route handler. */
export function costlyPosts(at: string): Shape[] {
  const post = (what: string, body: BodyInit, type?: string): Shape => ({
    what: `POST ${at} with ${what}`,
    send: (client) =>
      client.send(at, {
        method: "POST",
        body,
        headers: { origin: client.origin, ...(type && { "content-type": type }) },
      }),
  });
  const deep = "[".repeat(BODY / 2) + "]".repeat(BODY / 2);
  return [
    post("as many fields as are let in", new URLSearchParams(numbered(FIELDS))),
    post("one field as often as is let in", new URLSearchParams(repeated(FIELDS))),
    post(
      "12,000 fields",
      numbered(12_000)
        .map(([name]) => name)
        .join("&"),
      "application/x-www-form-urlencoded",
    ),
    post("one field 20,000 times", "a&".repeat(20_000), "application/x-www-form-urlencoded"),
    post("deep JSON", deep, "application/json"),
    post("fields that are too long", formOf(filled("a", 1600))),
    ...UNITS.map((unit) => post(`long fields of ${JSON.stringify(unit)}`, formOf(filled(unit)))),
  ];
}

/** Calls of a server action. @param at a page that uses it. */
export function costlyCalls(id: string, at: string): Shape[] {
  const call = (what: string, body: BodyInit): Shape => ({
    what: `${what} to an action of ${at}`,
    send: (client) => client.send(at, { method: "POST", body, headers: { origin: client.origin, "next-action": id } }),
  });
  const reply = (fields: Fields, args = '[{},"$K1"]') => {
    const form = formOf(fields, "_1_");
    form.append("0", args);
    return form;
  };
  const state = Object.fromEntries(numbered(3000).map(([name]) => [`a${name}`, 1]));
  return [
    call("64 fields", reply(numbered(64))),
    call("as many fields as are let in", reply(numbered(FIELDS))),
    call("a wide state", reply([], JSON.stringify([state, "$K1"]))),
    call("a deep state", "[".repeat(BODY / 2) + "]".repeat(BODY / 2)),
    call("streams", JSON.stringify([{}, numbered(4000).map((_, index) => `$R${(index + 5).toString(16)}`)])),
    call("fields that are too long", reply(filled("a", 1600))),
    ...UNITS.map((unit) => call(`long fields of ${JSON.stringify(unit)}`, reply(filled(unit)))),
  ];
}
