import { BROWSER_RESULTS, readBrowserResults, readUnitResults, type TestResult, UNIT_RESULTS } from "./results";

export interface Step {
  name: string;
  heading: string;
  command: string;
  env?: Record<string, string>;
  /** Where the step counts tests rather than itself. */
  results?: { file: string; read: () => TestResult[] };
  /** A step that has to pass first. */
  needs?: string;
  /** It runs only together with every other step. */
  withAllOnly?: boolean;
}

/** What runs side by side, group after group. */
export type Plan = Step[][];

const lint: Step = { name: "lint", heading: "Lint", command: "npm run --silent lint" };
const types: Step = { name: "types", heading: "Types", command: "npm run --silent typecheck" };
const knip: Step = { name: "knip", heading: "Dead code", command: "npm run --silent knip" };
const unit: Step = {
  name: "unit",
  heading: "Unit tests",
  command: `npm run --silent unit -- --reporter=default --reporter=json --outputFile.json=${UNIT_RESULTS}`,
  results: { file: UNIT_RESULTS, read: readUnitResults },
};
const build: Step = { name: "build", heading: "Production build", command: "npm run --silent build" };

/** @returns a step of browser tests, which begins on a build and leaves its results in a file of its own. */
function specs(name: string, heading: string, command: string, env: Record<string, string> = {}): Step {
  const file = name === "browser" ? BROWSER_RESULTS : `test-results/${name}.json`;
  return {
    ...{ name, heading, command, needs: "build" },
    env: { ...env, BROWSER_RESULTS: file },
    results: { file, read: () => readBrowserResults(file) },
  };
}
const e2e = (options: string) => `npm run --silent e2e -- --forbid-only ${options}`.trim();
const browser = specs("browser", "Browser tests", e2e(""));

/** Compares what the other steps have found with what docs/parity.md claims. */
const parity: Step = {
  name: "parity",
  heading: "Promises kept",
  command: "npx tsx scripts/parity.ts --check",
  withAllOnly: true,
};

/** What a change can break. Checks are single-threaded and run side by side; each suite takes the whole machine. */
export const GATE: Plan = [[lint, types, knip], [unit], [build], [browser], [parity]];

/** And what takes long: faults, endurance, time itself, and attackers who share nothing with us. */
export const FULL: Plan = [
  ...GATE,
  [specs("faults", "Long faults", e2e("--project=faults"), { FULL: "1" })],
  [specs("poolers", "Poolers and failover", e2e("--project=specs --workers=1 poolers/ failover redis.spec"))],
  [specs("soak", "Soak", e2e("--project=soak --workers=1"), { FULL: "1" })],
  [specs("timing", "Timing", e2e("--project=specs --workers=1 --repeat-each=5 -g EN-02"))],
  [specs("scanners", "Scanners", "npm run --silent scan")],
];

/**
 * @param chosen names from `--only=` and `--skip=`.
 * @returns the steps to run; a build comes along with what needs it. @throws for a name that no step has.
 */
export function selectSteps(plan: Plan, { only, skip = [] }: { only?: string[]; skip?: string[] }): Plan {
  const all = plan.flat();
  const names = all.filter(({ withAllOnly }) => !withAllOnly).map(({ name }) => name);
  const unknown = [...(only ?? []), ...skip].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no step "${unknown}". There are: ${names.join(", ")}.`);
  const isAll = !only && skip.length === 0;
  const chosen = all.filter(
    ({ name, withAllOnly }) => !skip.includes(name) && (withAllOnly ? isAll : !only || only.includes(name)),
  );
  const needed = chosen.map(({ needs }) => needs);
  // Who skips the build has one.
  const isWanted = (step: Step) => chosen.includes(step) || (needed.includes(step.name) && !skip.includes(step.name));
  return plan.map((group) => group.filter(isWanted)).filter((group) => group.length > 0);
}
