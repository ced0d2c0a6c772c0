import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/* Whatever makes text of a statement out of something else than its own source, found in all source there is. */

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const files = ["app", "components", "db", "lib", "scripts"].flatMap((folder) =>
  (readdirSync(ROOT + folder, { recursive: true }) as string[])
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
);

/**
 * @param of what a source has to say to be looked at.
 * @returns what `pick` makes of each call in it: the name called, what it is called on, and its arguments.
 */
function calls<T>(
  source: string,
  of: RegExp,
  pick: (name: string, on: string, args: readonly ts.Expression[]) => T[],
): T[] {
  // Most files are not worth the time it takes to parse them.
  if (!of.test(source)) return [];
  const parsed = ts.createSourceFile("source.tsx", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression, arguments: args = [] } = node;
      const [name, on] = ts.isPropertyAccessExpression(expression)
        ? [expression.name.text, expression.expression.getText()]
        : [expression.getText(), ""];
      found.push(...pick(name, on, [...args]));
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

const inOneLine = (node: ts.Node) => node.getText().replace(/\s+/g, " ");

/** Makes text of a statement: of drizzle, and of postgres.js. */
const RAW = ["raw", "identifier", "unsafe"];
const rawIn = (source: string) =>
  calls(source, /\b(raw|identifier|unsafe|SQL|StringChunk|Name)\(/, (name, on, args) =>
    (RAW.includes(name) && on !== "String") || ["SQL", "StringChunk", "Name"].includes(name)
      ? [`${on}.${name}(${args.map(inOneLine).join(", ")})`]
      : [],
  );

/** A statement that is handed over as a text, or as something of which that can't be seen. */
const textsIn = (source: string) =>
  calls(source, /\bexecute\b/, (name, _, [first]) =>
    name === "execute" && first && !ts.isTaggedTemplateExpression(first) && !ts.isObjectLiteralExpression(first)
      ? [inOneLine(first)]
      : [],
  );

/** A column as it stands in the schema, or its direction. */
const COLUMN = /^(?:(?:asc|desc)\()?\w+\.\w+\)?$/;
const ordersIn = (source: string) =>
  calls(source, /orderBy|groupBy|selectDistinctOn/, (name, _, args) =>
    ["orderBy", "groupBy", "selectDistinctOn"].includes(name)
      ? args.map(inOneLine).filter((order) => !COLUMN.test(order))
      : [],
  );

const everywhere = (find: (source: string) => string[]) =>
  Object.fromEntries(
    files.flatMap((file) => {
      const found = find(readFileSync(ROOT + file, "utf8"));
      return found.length > 0 ? [[file, found]] : [];
    }),
  );

it("hands back lists as JSON: what an array looks like on the wire, the driver does not know", () => {
  const arraysIn = (source: string) => source.match(/^.*(?<!to_json\(|ANY \()ARRAY[([].*$|^.*array_agg\(.*$/gm) ?? [];
  expect(
    arraysIn("x: sql`ARRAY(SELECT 1)`,\n to_json(ARRAY(SELECT 1)) AS y,\n id = ANY (ARRAY(SELECT 1))"),
  ).toHaveLength(1);
  expect(everywhere(arraysIn)).toEqual({});
});

describe("[WF-07] the text of a statement", () => {
  it("is made of nothing but its own source", () => {
    expect(files.length).toBeGreaterThan(300);
    // Hands on what Drizzle has made, which is looked at here.
    const { "db/resilient-client.ts": handedOn, ...others } = everywhere(rawIn);
    expect(handedOn?.map((call) => call.replace(/,.*/, ""))).toEqual(["held.sql.unsafe(text", "tx.unsafe(text"]);
    expect(others).toEqual({});
    expect(everywhere(textsIn)).toEqual({});
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: source, as it stands in the files.
  it("orders by columns of the schema; where something is chosen, it is one of two directions", () => {
    expect(everywhere(ordersIn)).toEqual({
      "lib/connections/enterprise.ts": ["desc(sql`length(${connectionDomains.domain})`)"],
      "lib/connections/organisations.ts": ["asc(sql`lower(${organisations.name})`)"],
      // Two columns, and the side that `cursorFrom` gives.
      "lib/users/people.ts": [
        '...[users.createdAt, users.id].map((column) => (side === "older" ? desc(column) : asc(column)))',
      ],
      "lib/users/second-factors.ts": ["sql`${secondFactors.strategy} <> 'totp'`"],
    });
  });

  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: source, as it stands in the files.

  it.each([
    ["sql.raw(typed)", rawIn],
    ["db.select().orderBy(sql.identifier(query.sort))", rawIn],
    ["client.unsafe('SELECT ' + typed)", rawIn],
    ["new SQL([new StringChunk(typed)])", rawIn],
    ["db.execute(typed)", textsIn],
    ["db.execute('SELECT 1' + typed)", textsIn],
    ["db.select().from(users).orderBy(users[query.sort])", ordersIn],
    ["db.select().from(users).orderBy(columns.get(sort))", ordersIn],
  ])("would be found otherwise: %s", (source, find) => {
    expect(find(source)).not.toEqual([]);
  });
});
