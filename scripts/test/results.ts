import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** One test that ran. */
export interface TestResult {
  /** Path from the root of the project. */
  file: string;
  /** All titles from the outermost group to the test itself. */
  title: string;
  state: "passed" | "failed" | "skipped";
  /** Why it was skipped, where it says so. */
  why?: string;
  /** Figures it has measured, a sentence each. */
  measured?: string[];
}

export const UNIT_RESULTS = "test-results/unit.json";
export const BROWSER_RESULTS = "test-results/browser.json";

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}
interface PlaywrightSuite {
  title: string;
  file: string;
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    file: string;
    tests: { status: string; annotations: { type: string; description?: string }[] }[];
  }[];
}
interface PlaywrightReport {
  config: { rootDir: string };
  suites: PlaywrightSuite[];
  errors: { message?: string }[];
}

const read = <T>(path: string): T | null => (existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : null);
const fromRoot = (path: string) => relative(process.cwd(), path).replaceAll("\\", "/");

/** @returns every unit test of the last run; a file that could not be loaded counts as one failed test. */
export function readUnitResults(): TestResult[] {
  return (read<VitestReport>(UNIT_RESULTS)?.testResults ?? []).flatMap(({ name, status, assertionResults }) => {
    const file = fromRoot(name);
    const tests = assertionResults.map((test): TestResult => {
      const state = test.status === "passed" || test.status === "failed" ? test.status : "skipped";
      return { file, title: test.fullName, state };
    });
    const broken = status === "failed" && !tests.some(({ state }) => state === "failed");
    return broken ? [...tests, { file, title: "(the file itself)", state: "failed" }] : tests;
  });
}

/** @returns every browser test of the last run; an error outside tests (such as in the set-up) counts as one failed. */
export function readBrowserResults(file = BROWSER_RESULTS): TestResult[] {
  const report = read<PlaywrightReport>(file);
  if (!report) return [];
  const walk = (suite: PlaywrightSuite, titles: string[]): TestResult[] => [
    ...suite.specs.map((spec): TestResult => {
      const states = spec.tests.map(({ status }) => status);
      const state = states.every((status) => status === "skipped")
        ? "skipped"
        : states.every((status) => status === "expected" || status === "skipped")
          ? "passed"
          : "failed";
      const noted = (type: string) =>
        spec.tests.flatMap(({ annotations }) =>
          annotations.flatMap((one) => (one.type === type && one.description ? [one.description] : [])),
        );
      return {
        file: fromRoot(`${report.config.rootDir}/${spec.file}`),
        title: [...titles, spec.title].join(" "),
        state,
        why: noted("skip")[0],
        measured: noted("measured"),
      };
    }),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, [...titles, inner.title])),
  ];
  return [
    ...report.suites.flatMap((suite) => walk(suite, [])),
    ...report.errors.map((): TestResult => ({ file: "e2e", title: "(outside of tests)", state: "failed" })),
  ];
}

const IDS = /\[((?:(?:[PB]|[A-Z][A-Z0-9]-)\d{2}\s?)+)\]/g;

/** @returns the ids a title carries in brackets: `[P01 PW-03] signs in` has two. */
export const idsIn = (title: string): string[] =>
  [...title.matchAll(IDS)].flatMap((match) => (match[1] ?? "").trim().split(/\s+/));
