import type { TestResult } from "../test/results";

/** A row of a table in docs/parity.md. */
export interface Row {
  id: string;
  /** Only promises have one; what stands in the security table is proved by its tests alone. */
  state?: string;
}

export const STATES = ["done", "partly", "not yet"];
/** A test under one of the ids it carries. */
export type Proof = TestResult & { id: string };

const ID = /^(?:[PB]|[A-Z][A-Z0-9]-)\d{2}$/;
const cellsOf = (line: string) => line.split("|").map((cell) => cell.trim());
const idOf = (line: string) => (line.startsWith("|") && ID.test(cellsOf(line)[1] ?? "") ? cellsOf(line)[1] : undefined);

/** @returns the rows of all tables: `| id | promise | state | tests |` and `| id | what is tested | tests |`. */
export function readRows(text: string): Row[] {
  return text.split("\n").flatMap((line) => {
    const id = idOf(line);
    if (!id) return [];
    const cells = cellsOf(line);
    return [{ id, state: cells.length === 6 ? cells[3] : undefined }];
  });
}

/** @returns the document with the last column of every table naming the files whose tests carry the id. */
export function writeTests(text: string, proofs: Proof[]): string {
  return text
    .split("\n")
    .map((line) => {
      const id = idOf(line);
      if (!id) return line;
      const passing = proofs.filter((proof) => proof.id === id && proof.state === "passed");
      const files = [...new Set(passing.map(({ file }) => file))].sort().map((file) => `\`${file}\``);
      const before = line.trimEnd().replace(/\|$/, "");
      return `${before.slice(0, before.lastIndexOf("|"))}| ${files.join(", ") || "–"} |`;
    })
    .join("\n");
}
