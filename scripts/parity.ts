import { readFileSync, writeFileSync } from "node:fs";
import { checkClaims } from "./parity/check";
import { readRows, writeTests } from "./parity/document";
import { idsIn, readBrowserResults, readUnitResults } from "./test/results";

/*
 * docs/parity.md lists every promise with its state and the tests that prove it. Usage, after a run of all tests:
 *   npx tsx scripts/parity.ts --check   fails when a promise marked done is not proved
 *   npx tsx scripts/parity.ts --write   writes the tests into the table
 */
const DOCUMENT = "docs/parity.md";
const mode = process.argv[2];

const text = readFileSync(DOCUMENT, "utf8");
const rows = readRows(text);
const results = [...readUnitResults(), ...readBrowserResults()].flatMap((result) =>
  idsIn(result.title).map((id) => ({ ...result, id })),
);

if (results.length === 0) {
  console.error("There are no test results that carry an id. Run: npm test");
  process.exit(1);
}
if (mode === "--write") {
  writeFileSync(DOCUMENT, writeTests(text, results));
  console.log(`${DOCUMENT} names the tests of ${new Set(results.map(({ id }) => id)).size} promises.`);
} else if (mode === "--check") {
  const { problems, notes, proved } = checkClaims(rows, results);
  for (const note of notes) console.log(`  ${note}`);
  for (const problem of problems) console.error(`  ${problem}`);
  const done = rows.filter(({ state }) => state === "done").length;
  console.log(`${done} promises are marked done; tests pass for ${proved} of the ${rows.length} ids.`);
  process.exit(problems.length > 0 ? 1 : 0);
} else {
  console.error("Usage: npx tsx scripts/parity.ts --check | --write");
  process.exit(1);
}
