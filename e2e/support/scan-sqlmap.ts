import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Probed, WORD, wordOf } from "./scan-probe";
import { say } from "./scan-program";
import { type RawRequest, requestOf, withPayload } from "./scan-request";
import type { Tap } from "./scan-tap";

/** What is put where sqlmap is to try its payloads. */
export const MARK = "*";

export interface Verdict {
  /** It has found an injection. */
  found: boolean;
  /** It tried everything there was to try, and nothing of it is an injection. */
  clean: boolean;
  /** Something looked like one, before it looked twice. */
  suspected: boolean;
  /** All it said. */
  said: string;
}

const OPTIONS = [
  ...["--batch", "--ignore-stdin", "--flush-session", "--disable-coloring"],
  ...["--level=3", "--risk=1", "--dbms=PostgreSQL", "--technique=BEUSTQ"],
  // An answer of any status is an answer, and to be compared as it came.
  ...["--ignore-code=*", "--ignore-redirects", "--drop-set-cookie", "--skip-waf", "--ignore-proxy"],
];

const SUSPECTED = / (?:appears to be|is) '.*' injectable/;
const FOUND = /identified the following injection point/;
const CLEAN = /all tested parameters do not appear to be injectable/;

/**
 * Has sqlmap try every marked place of a request, at level 3.
 * @param program where it is. @param until.suspicion it may end as soon as something is suspected. @param until.ms how long
 * it may take.
 */
export async function runSqlmap(
  program: string,
  origin: string,
  request: RawRequest,
  { suspicion, ms }: { suspicion?: boolean; ms?: number } = {},
): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), "sqlmap-"));
  try {
    const file = join(folder, "request.txt");
    writeFileSync(file, asText(new URL(origin).host, request));
    const args = [...OPTIONS, "-r", file, "--output-dir", join(folder, "output")];
    const said = await say(program, args, { enough: suspicion ? SUSPECTED : undefined, ms });
    const found = FOUND.test(said);
    return { found, clean: CLEAN.test(said) && !found, suspected: SUSPECTED.test(said), said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What came of an attack on a slot. */
interface Attacked extends Verdict {
  name: string;
  seconds: number;
  /** How many statements were run with one of its payloads among their values. */
  values: number;
}

/** As many at a time as there are cores. */
const AT_ONCE = 2;

/** How long an attack may take: all of it, and each slot. */
interface Bound {
  untilMs: number;
  eachMs: number;
}

/**
 * Has sqlmap attack slots, each as far as it gets, as long as there is time.
 * @returns what came of those it began with, and the names of the rest.
 */
export async function attack(
  program: string,
  origin: string,
  tap: Tap,
  slots: Probed[],
  bound: Bound,
): Promise<{ attacked: Attacked[]; left: string[] }> {
  const attacked: Attacked[] = [];
  const values = new Map<string, number>();
  tap.onValues = (said) => {
    for (const word of said.toLowerCase().match(WORD) ?? []) values.set(word, (values.get(word) ?? 0) + 1);
  };
  const waiting = slots.map((one, index) => ({ ...one, word: wordOf(index), name: `${one.target.name} ${one.slot}` }));
  const work = async () => {
    while (Date.now() < bound.untilMs) {
      const next = waiting.shift();
      if (!next) return;
      const { target, slot, word, name } = next;
      const started = performance.now();
      const request = requestOf(target, { [slot]: withPayload(target.slots[slot] ?? "", word + MARK) });
      const ms = Math.min(bound.eachMs, bound.untilMs - Date.now());
      const verdict = await runSqlmap(program, origin, request, { ms });
      const seconds = (performance.now() - started) / 1000;
      attacked.push({ ...verdict, name, seconds, values: values.get(word) ?? 0 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tap.onValues = () => {};
  return { attacked, left: waiting.map(({ name }) => name) };
}

/** Another order every day, so that what one day leaves another covers. */
export function inOrderOfDay(slots: Probed[], day = new Date().toISOString().slice(0, 10)): Probed[] {
  const place = ({ target, slot }: Probed) =>
    createHash("sha256").update(`${day} ${target.name} ${slot}`).digest("hex");
  return slots
    .map((one) => ({ one, at: place(one) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ one }) => one);
}

const asText = (host: string, { method, path, headers, body }: RawRequest) =>
  [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    body ?? "",
  ].join("\r\n");
