import { describe, expect, it } from "vitest";
import { idsIn } from "../test/results";
import { checkClaims } from "./check";
import { type Proof, readRows, writeTests } from "./document";

const document = `
| id  | promise | state   | tests |
| --- | ------- | ------- | ----- |
| P01 | One     | done    | –     |
| P02 | Two     | not yet | –     |

| id    | what is tested | tests |
| ----- | -------------- | ----- |
| PW-01 | Three          | –     |
`;
const proof = (id: string, state: Proof["state"], file = "a.test.ts"): Proof => ({ id, state, file, title: `[${id}]` });

describe("docs/parity.md and the tests", () => {
  it.each([
    ["[P01 PW-03] signs in", ["P01", "PW-03"]],
    ["[B02] the contract [EN-01] answers the same", ["B02", "EN-01"]],
    ['refuses the form {"a":["on"]} [x] [P1]', []],
  ])("finds the ids of %s", (title, ids) => {
    expect(idsIn(title)).toEqual(ids);
  });

  it("takes a promise as kept only when a test proves it and none disproves it", () => {
    const problems = (proofs: Proof[]) => checkClaims(readRows(document), proofs).problems;
    expect(problems([proof("P01", "passed")])).toEqual([]);
    expect(problems([])).toHaveLength(1);
    expect(problems([proof("P01", "skipped")])).toHaveLength(1);
    expect(problems([proof("P01", "passed"), proof("P01", "failed")])).toHaveLength(1);
    expect(problems([proof("P01", "passed"), proof("P02", "failed")])).toEqual([]);
  });

  it("refuses a state it does not know, and an id listed twice", () => {
    const wrong = `${document.replace("not yet", "soon")}| PW-01 | Four | – |\n`;
    expect(checkClaims(readRows(wrong), [proof("P01", "passed")]).problems).toHaveLength(2);
  });

  it("writes the files of passing tests into both kinds of table", () => {
    const written = writeTests(document, [proof("P01", "passed"), proof("P02", "failed"), proof("PW-01", "passed")]);
    expect(written.match(/`a\.test\.ts`/g)).toHaveLength(2);
    expect(readRows(written)).toEqual(readRows(document));
  });
});
