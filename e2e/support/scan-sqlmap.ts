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
 * @param program where it is. @param until everything is tried, or something is suspected.
 */
export async function runSqlmap(
  program: string,
  origin: string,
  request: RawRequest,
  until: "everything" | "suspicion" = "everything",
): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), "sqlmap-"));
  try {
    const file = join(folder, "request.txt");
    writeFileSync(file, asText(new URL(origin).host, request));
    const args = [...OPTIONS, "-r", file, "--output-dir", join(folder, "output")];
    const said = await say(program, args, until === "suspicion" ? SUSPECTED : undefined);
    return { clean: CLEAN.test(said) && !FOUND.test(said), suspected: SUSPECTED.test(said), said };
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

/** Has sqlmap attack slots, each as far as it gets. */
export async function attack(program: string, origin: string, tap: Tap, slots: Probed[]): Promise<Attacked[]> {
  const attacked: Attacked[] = [];
  const values = new Map<string, number>();
  tap.onValues = (bound) => {
    for (const word of bound.toLowerCase().match(WORD) ?? []) values.set(word, (values.get(word) ?? 0) + 1);
  };
  const waiting = slots.map((one, index) => ({ ...one, word: wordOf(index) }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { target, slot, word } = next;
      const started = performance.now();
      const request = requestOf(target, { [slot]: withPayload(target.slots[slot] ?? "", word + MARK) });
      const verdict = await runSqlmap(program, origin, request);
      const seconds = (performance.now() - started) / 1000;
      attacked.push({ ...verdict, name: `${target.name} ${slot}`, seconds, values: values.get(word) ?? 0 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tap.onValues = () => {};
  return attacked;
}

const asText = (host: string, { method, path, headers, body }: RawRequest) =>
  [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    body ?? "",
  ].join("\r\n");
