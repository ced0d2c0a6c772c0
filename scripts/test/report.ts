import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import postgres from "postgres";
import { startLocalPostgres } from "../../db/local";
import { missingCounterparts } from "./counterparts";
import { output } from "./output";
import { duration, type Tally } from "./run-steps";
import type { Step } from "./steps";

const FOLDER = "docs/reports";

/**
 * Writes what a full run has found. A commit has one report a day.
 * @param all every step there is: those without a tally were left out. @returns where it is.
 */
export async function writeReport(tallies: Tally[], all: Step[]): Promise<string> {
  const commit = (await output("git", ["rev-parse", "HEAD"], 10))?.trim() ?? "unknown";
  const changed = await output("git", ["status", "--porcelain", "--", ".", `:!${FOLDER}`], 10);
  const date = new Date().toISOString().slice(0, 10);
  const failed = tallies.reduce((sum, one) => sum + one.failed, 0);
  const text = [
    `# ${date}`,
    "",
    `${failed === 0 ? "Everything that ran has passed" : `${failed} failed`}, at \`${commit}\`${changed === "" ? "" : " with changes that are not committed"}.`,
    "",
    `On ${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${(totalmem() / 2 ** 30).toFixed(0)} GB of memory, Node ${process.version}, ${await postgresVersion()}.`,
    "",
    "| step | passed | failed | skipped | time |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...tallies.map(
      ({ heading, passed, failed, skipped, seconds }) =>
        `| ${heading} | ${passed} | ${failed} | ${skipped} | ${duration(seconds)} |`,
    ),
    ...section(
      "Measured",
      tallies.flatMap(({ measured }) => measured),
    ),
    ...section("Left out", [
      ...all
        .filter(({ name }) => !tallies.some((one) => one.name === name))
        .map(({ heading }) => `${heading}: not run`),
      ...tallies.flatMap(({ heading, leftOut }) => leftOut.map((what) => `${heading}: ${what}`)),
      ...missingCounterparts().map((what) => `Not on this machine: ${what}`),
    ]),
    "",
  ].join("\n");
  mkdirSync(FOLDER, { recursive: true });
  const path = pathFor(date, commit);
  writeFileSync(path, text);
  return path;
}

const section = (title: string, lines: string[]) =>
  lines.length > 0 ? ["", `## ${title}`, "", ...lines.map((line) => `- ${line}`)] : [];

/** The day's report, unless that is another commit's. */
function pathFor(date: string, commit: string): string {
  const ofDay = `${FOLDER}/${date}.md`;
  const isFree = !existsSync(ofDay) || readFileSync(ofDay, "utf8").includes(commit);
  return isFree ? ofDay : `${FOLDER}/${date}-${commit.slice(0, 8)}.md`;
}

async function postgresVersion(): Promise<string> {
  const local = process.env.TEST_DATABASE_URL ? undefined : await startLocalPostgres();
  const sql = postgres(process.env.TEST_DATABASE_URL || local?.url || "", { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql`SHOW server_version`;
    return `Postgres ${row?.server_version}`;
  } finally {
    await sql.end({ timeout: 5 });
    await local?.release();
  }
}
