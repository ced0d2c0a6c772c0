import "server-only";
import { migrate } from "@/db/migrate";
import { isProduction, whyNotThisBuild } from "./build";
import { appOrigin, env, isVercel } from "./env";
import { observeHttpExchanges } from "./http-exchange";
import { guardServer } from "./http-gate";
import { startJobs } from "./jobs/timer";
import { keepSecretsOutOfLogs } from "./log";
import { whyNoPasskeys } from "./security/relying-party";
import { getSettings } from "./settings/read";
import { startUpProblems } from "./start-up";

/**
 * Refuses to start half configured (FW-05), brings the schema up to date, and starts what runs beside requests.
 * @throws with a sentence for each thing that is missing.
 */
export async function startServer(): Promise<void> {
  const wrongBuild = whyNotThisBuild({
    kind: process.env.NODE_ENV,
    isDevServer: Boolean(process.env.__NEXT_DEV_SERVER),
    // The copy keeps the compiler from answering this one, too.
    startedAs: { ...process.env }.NODE_ENV,
  });
  const problems = wrongBuild ? [wrongBuild] : startUpProblems();
  if (problems.length > 0) throw new Error(problems.join("\n  - "));
  if (isProduction) keepSecretsOutOfLogs();
  // Vercel's edge has settled host and address before a request reaches a function.
  if (!isVercel) observeHttpExchanges(appOrigin(), guardServer);
  // On Vercel the build has migrated; elsewhere any instance may be the first of a new release.
  if (!isVercel && env.DATABASE_URL) {
    await migrate(env.DATABASE_URL).catch((cause: unknown) => {
      throw new Error("DATABASE_URL: the database could not be brought up to date.", { cause });
    });
  }
  if (env.PASSKEY_RP_ID) {
    const problem = whyNoPasskeys((await getSettings()).passkey.relatedOrigins);
    if (problem) throw new Error(problem);
  }
  startJobs();
  // Next ends with 143 after a stop it was asked for and has carried out; that is a success (OP-04).
  process.once("SIGTERM", () => process.once("exit", () => Object.assign(process, { exitCode: 0 })));
}
