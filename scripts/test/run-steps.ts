import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { ensureBrowserTools } from "./browser-tools";
import { missingCounterparts } from "./counterparts";
import { testEnvironment } from "./environment";
import type { TestResult } from "./results";
import { runCommand } from "./run-command";
import type { Plan, Step } from "./steps";
import { ensureXmlsec1 } from "./xmlsec1";

/** What came of a step. */
export interface Tally {
  name: string;
  heading: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  /** Figures its tests have measured, and what it did not run: a sentence each. */
  measured: string[];
  leftOut: string[];
}

const SUMMARY = "test-results/summary.txt";
const heading = (text: string) => console.log(`\n━━ ${text} ${"━".repeat(Math.max(0, 76 - text.length))}\n`);
export const duration = (seconds: number) =>
  seconds < 600 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;

/** A step counts its tests; one that has none, or that failed beside them, counts itself. */
function count({ name, heading, results }: Step, ok: boolean, seconds: number): Tally {
  const tally = { name, heading, seconds, skipped: 0, measured: [], leftOut: [] };
  if (!results) return { ...tally, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const tests = results.read();
  const number = (state: TestResult["state"]) => tests.filter((test) => test.state === state).length;
  const silent = number("failed") === 0 && (!ok || tests.length === 0);
  return {
    ...tally,
    ...{ passed: number("passed"), failed: silent ? 1 : number("failed"), skipped: number("skipped") },
    measured: tests.flatMap(({ measured = [] }) => measured),
    leftOut: reasons(tests.filter(({ state }) => state === "skipped")),
  };
}

/** @returns each reason once, with the number of tests it concerns; a test that names none is named itself. */
function reasons(skipped: TestResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { file, why = file } of skipped) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].map(([why, times]) => `${times} skipped: ${why}`);
}

async function runStep(step: Step, live: boolean, found: Record<string, string>): Promise<Tally> {
  if (live) heading(step.heading);
  if (step.results) rmSync(step.results.file, { force: true });
  const colour: Record<string, string> = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const env = testEnvironment({ ...colour, ...found, ...step.env });
  const { ok, seconds, output } = await runCommand(step.command, env, live);
  if (!live) {
    heading(step.heading);
    console.log(output.trim());
  }
  const tally = count(step, ok, seconds);
  console.log(`\n${step.heading}: ${tally.failed > 0 ? "failed" : "passed"} in ${duration(seconds)}`);
  return tally;
}

function notRun(step: Step, why: string): Tally {
  heading(step.heading);
  console.log(why);
  const { name, heading: title } = step;
  return { name, heading: title, passed: 0, failed: 1, skipped: 0, seconds: 0, measured: [], leftOut: [why] };
}

/**
 * Looks for what steps use, and downloads it if need be, while others run; one after the other, because apt does not work
 * beside itself.
 * @returns what was found or brought for a step. Unit tests pass over a second opinion nobody can give.
 */
function toolsOf(plan: Plan): (step: Step) => Promise<Record<string, string> | Error> {
  const isBrowser = ({ needs }: Step) => needs === "build";
  const some = (is: (step: Step) => boolean) => plan.flat().some(is);
  const xmlsec1 = some(({ name }) => name === "unit") ? ensureXmlsec1().catch((error: Error) => error) : undefined;
  const tools = some(isBrowser)
    ? Promise.resolve(xmlsec1)
        .then(ensureBrowserTools)
        .catch((error: Error) => error)
    : undefined;
  return async (step) => {
    if (isBrowser(step)) return (await tools) ?? {};
    const program = step.name === "unit" ? await xmlsec1 : undefined;
    if (program instanceof Error) console.log(`\n${program.message}\nWithout it, no second opinion on XML signatures.`);
    return typeof program === "string" ? { XMLSEC1_PATH: program } : {};
  };
}

/** Runs steps, group after group. @param told what came of them so far, after each group. @returns what came of each. */
export async function runSteps(plan: Plan, told: (tallies: Tally[]) => Promise<void>): Promise<Tally[]> {
  mkdirSync("test-results", { recursive: true });
  rmSync(SUMMARY, { force: true });
  const toolsFor = toolsOf(plan);
  const tallies: Tally[] = [];
  for (const group of plan) {
    const done = group.map(async (step) => {
      const missing = tallies.find(({ name, failed }) => name === step.needs && failed > 0);
      if (missing) return notRun(step, `Not run: the step "${missing.name}" failed.`);
      const found = await toolsFor(step);
      return found instanceof Error ? notRun(step, found.message) : runStep(step, group.length === 1, found);
    });
    tallies.push(...(await Promise.all(done)));
    await told(tallies);
  }
  return tallies;
}

/** Prints what came of all steps, keeps it for `.ci/run`, and sets the exit code. The last line is the verdict. */
export function summarize(tallies: Tally[]): void {
  const sum = (field: "passed" | "failed" | "skipped" | "seconds") =>
    tallies.reduce((total, tally) => total + tally[field], 0);
  heading("All of it");
  for (const { name, passed, failed, skipped, seconds } of tallies) {
    const numbers = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped`;
    console.log(`${name.padEnd(9)}${numbers}  ${duration(seconds)}`);
  }
  const skipped = tallies.flatMap(({ name, leftOut }) => leftOut.map((what) => `  ${name}: ${what}`));
  const missing = missingCounterparts().map((what) => `  not on this machine: ${what}`);
  const lines = [
    ...(sum("skipped") > 0 ? [`${sum("skipped")} skipped`, ...skipped, ...missing] : []),
    `${sum("passed")} passed, ${sum("failed")} failed`,
  ];
  writeFileSync(SUMMARY, `${lines.join("\n")}\n`);
  console.log(`\n${lines.join("\n")}`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}
