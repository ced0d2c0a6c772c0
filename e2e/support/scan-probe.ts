import { requestOf, sendRaw, type Target, withPayload } from "./scan-request";
import type { Tap } from "./scan-tap";

/** What no form of ours asks for. Whoever lets one of these through to a statement lets sqlmap's payloads through. */
const HOSTILE = ["'", '"', "') OR (1=1;--\\$$%", "\u0000"];
const AT_ONCE = 4;

/** What came of a slot. */
export interface Probed {
  target: Target;
  slot: string;
  statuses: number[];
  /** The statements that had something hostile among their values. */
  reached: Set<string>;
}

/** Words of a probe, of which no two are alike. */
export const WORD = /zq[0-9a-z]+qz/g;
export const wordOf = (index: number) => `zq${index.toString(36)}qz`;

/** Sends something hostile in each slot of each target, and looks where it turns up. */
export async function probe(origin: string, tap: Tap, targets: Target[]): Promise<Probed[]> {
  const probed = targets.flatMap((target) =>
    Object.keys(target.slots).map((slot): Probed => ({ target, slot, statuses: [], reached: new Set() })),
  );
  tap.onValues = (values, statement) => {
    for (const word of values.toLowerCase().match(WORD) ?? []) {
      probed[Number.parseInt(word.slice(2, -2), 36)]?.reached.add(statement);
    }
  };
  const waiting = probed.map((one, index) => ({ one, word: wordOf(index) }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { one, word } = next;
      for (const payload of HOSTILE) {
        const value = withPayload(one.target.slots[one.slot] ?? "", word + payload);
        const answer = await sendRaw(origin, requestOf(one.target, { [one.slot]: value }));
        await answer?.arrayBuffer();
        if (answer) one.statuses.push(answer.status);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tap.onValues = () => {};
  return probed;
}

/** @returns the statements in whose text something of a probe stands. */
export const tainted = ({ statements }: Tap): string[] =>
  [...statements].filter((text) => text.toLowerCase().match(WORD));

/** @returns as few slots as reach every statement that any of them reaches. */
export function coverOf(probed: Probed[]): Probed[] {
  const left = new Set(probed.flatMap(({ reached }) => [...reached]));
  const news = ({ reached }: Probed) => [...reached].filter((statement) => left.has(statement)).length;
  const chosen: Probed[] = [];
  while (left.size > 0) {
    const best = probed.reduce((one, other) => (news(other) > news(one) ? other : one));
    chosen.push(best);
    for (const statement of best.reached) left.delete(statement);
  }
  return chosen;
}
