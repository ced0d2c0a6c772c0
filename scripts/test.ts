import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ensureBrowserTools } from "./test/browser-tools";
import { testEnvironment } from "./test/environment";
import { runCommand } from "./test/run-command";
import { type Step, selectSteps } from "./test/steps";
import { ensureXmlsec1 } from "./test/xmlsec1";

interface Tally {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
}

const { values } = parseArgs({ options: { only: { type: "string" } } });
const selected = chosenSteps();
const tallies: Tally[] = [];
const SUMMARY = "test-results/summary.txt";
const heading = (text: string) => console.log(`\n━━ ${text} ${"━".repeat(Math.max(0, 76 - text.length))}\n`);
const duration = (seconds: number) => `${seconds.toFixed(1)} s`;

function chosenSteps() {
  try {
    return selectSteps(values.only?.split(","));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

/** A step counts its tests; one that has none, or that failed beside them, counts itself. */
function count({ name, results }: Step, ok: boolean, seconds: number): Tally {
  if (!results) return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, seconds };
  const states = results.read().map(({ state }) => state);
  const failed = states.filter((state) => state === "failed").length;
  const silent = failed === 0 && (!ok || states.length === 0);
  return { name, passed: states.filter((state) => state === "passed").length, failed: silent ? 1 : failed, seconds };
}

async function run(step: Step, live: boolean, env: Record<string, string> = {}): Promise<void> {
  if (live) heading(step.heading);
  if (step.results) rmSync(step.results.file, { force: true });
  const colour: Record<string, string> = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const { ok, seconds, output } = await runCommand(step.command, testEnvironment({ ...colour, ...env }), live);
  if (!live) {
    heading(step.heading);
    console.log(output.trim());
  }
  const tally = count(step, ok, seconds);
  tallies.push(tally);
  console.log(`\n${step.heading}: ${tally.failed > 0 ? "failed" : "passed"} in ${duration(seconds)}`);
}

function notRun(step: Step, why: string): void {
  heading(step.heading);
  console.log(why);
  tallies.push({ name: step.name, passed: 0, failed: 1, seconds: 0 });
}

mkdirSync("test-results", { recursive: true });
rmSync(SUMMARY, { force: true });
const started = performance.now();
const isSelected = (suite: string) => selected.suites.some(({ name }) => name === suite);
// Looked for (and perhaps downloaded) while other steps run; one after the other, because apt does not work beside itself.
const xmlsec1 = isSelected("unit") ? ensureXmlsec1().catch((error: Error) => error) : undefined;
const tools: Promise<Record<string, string> | Error> | undefined = isSelected("browser")
  ? Promise.resolve(xmlsec1)
      .then(ensureBrowserTools)
      .catch((error: Error) => error)
  : undefined;

/** What was found or brought for a step. Unit tests pass over a second opinion nobody can give. */
async function toolsFor({ name }: Step): Promise<Record<string, string> | Error> {
  if (name === "browser") return (await tools) ?? {};
  const program = name === "unit" ? await xmlsec1 : undefined;
  if (program instanceof Error) console.log(`\n${program.message}\nWithout it, no second opinion on XML signatures.`);
  return typeof program === "string" ? { XMLSEC1_PATH: program } : {};
}

await Promise.all(selected.checks.map((step) => run(step, false)));
for (const step of selected.suites) {
  const missing = tallies.find(({ name, failed }) => name === step.needs && failed > 0);
  if (missing) {
    notRun(step, `Not run: the step "${missing.name}" failed.`);
    continue;
  }
  const found = await toolsFor(step);
  if (found instanceof Error) notRun(step, found.message);
  else await run(step, true, found);
}
for (const step of selected.parity) await run(step, true);

heading(`All of it: ${duration((performance.now() - started) / 1000)}`);
for (const { name, passed, failed, seconds } of tallies) {
  console.log(
    `${name.padEnd(9)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed  ${duration(seconds)}`,
  );
}
const sum = (field: "passed" | "failed") => tallies.reduce((total, tally) => total + tally[field], 0);
const summary = `${sum("passed")} passed, ${sum("failed")} failed`;
writeFileSync(SUMMARY, `${summary}\n`);
console.log(`\n${summary}`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
