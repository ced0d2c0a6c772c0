import { type Proof, type Row, STATES } from "./document";

/**
 * Holds what the document claims against what has run.
 * @returns `problems` that make the claims untrue, `notes` worth a look, and how many ids have a passing test.
 */
export function checkClaims(rows: Row[], proofs: Proof[]): { problems: string[]; notes: string[]; proved: number } {
  const problems: string[] = [];
  const notes: string[] = [];
  const inState = (id: string, state: Proof["state"]) =>
    proofs.filter((proof) => proof.id === id && proof.state === state);
  const known = new Set(rows.map(({ id }) => id));

  for (const { id, state } of rows) {
    if (state !== undefined && !STATES.includes(state)) problems.push(`${id}: "${state}" is not a state.`);
    if (state === "done" && inState(id, "passed").length === 0)
      problems.push(`${id} is marked done, but no test proves it.`);
    for (const { file, title } of state === "done" ? inState(id, "failed") : [])
      problems.push(`${id} is broken: ${file}: ${title}`);
    if (state === "not yet" && inState(id, "passed").length > 0)
      notes.push(`${id} is marked "not yet", but has tests.`);
  }
  const twice = rows.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index);
  for (const id of twice) problems.push(`${id} is listed twice.`);
  for (const id of new Set(proofs.map((proof) => proof.id))) {
    if (!known.has(id)) notes.push(`${id} is in a test's title, but not in the document.`);
  }
  return { problems, notes, proved: rows.filter(({ id }) => inState(id, "passed").length > 0).length };
}
