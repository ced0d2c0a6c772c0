import { BROWSER_RESULTS, readBrowserResults, readUnitResults, type TestResult, UNIT_RESULTS } from "./results";

export interface Step {
  name: string;
  heading: string;
  command: string;
  /** Where the step counts tests rather than itself. */
  results?: { file: string; read: () => TestResult[] };
  /** A step that has to pass first. */
  needs?: string;
}

/** Independent and single-threaded: they run side by side. */
const checks: Step[] = [
  { name: "lint", heading: "Lint", command: "npm run --silent lint" },
  { name: "types", heading: "Types", command: "npm run --silent typecheck" },
  { name: "knip", heading: "Dead code", command: "npm run --silent knip" },
];

/** Each takes the whole machine: one after the other. */
const suites: Step[] = [
  {
    name: "unit",
    heading: "Unit tests",
    command: `npm run --silent unit -- --reporter=default --reporter=json --outputFile.json=${UNIT_RESULTS}`,
    results: { file: UNIT_RESULTS, read: readUnitResults },
  },
  { name: "build", heading: "Production build", command: "npm run --silent build" },
  {
    name: "browser",
    heading: "Browser tests",
    command: "npm run --silent e2e -- --forbid-only",
    results: { file: BROWSER_RESULTS, read: readBrowserResults },
    needs: "build",
  },
];

/** Compares what the other steps have found with what docs/parity.md claims. */
const parity: Step = { name: "parity", heading: "Promises kept", command: "npx tsx scripts/parity.ts --check" };

/**
 * @param only names from `--only=`, or undefined for everything.
 * @returns the steps to run; a build comes along with the browser, and parity only with everything.
 */
export function selectSteps(only: string[] | undefined): { checks: Step[]; suites: Step[]; parity: Step[] } {
  if (!only) return { checks, suites, parity: [parity] };
  const names = [...checks, ...suites].map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no step "${unknown[0]}". There are: ${names.join(", ")}.`);
  const needed = suites.filter(({ name }) => only.includes(name)).map(({ needs }) => needs);
  return {
    checks: checks.filter(({ name }) => only.includes(name)),
    suites: suites.filter(({ name }) => only.includes(name) || needed.includes(name)),
    parity: [],
  };
}
