import "server-only";
import { migrate } from "@/db/migrate";
import { appOrigin, env, isProduction, isVercel } from "./env";
import { startHousekeeping } from "./housekeeping";
import { observeHttpExchanges } from "./http-exchange";
import { keepSecretsOutOfLogs } from "./log";
import { whyNoPasskeys } from "./security/relying-party";
import { getSettings } from "./settings/read";
import { startUpProblems } from "./start-up";

/**
 * Refuses to start half configured (FW-05), brings the schema up to date, and starts what runs beside requests.
 * @throws with a sentence for each thing that is missing.
 */
export async function startServer(): Promise<void> {
  const problems = startUpProblems();
  if (problems.length > 0) throw new Error(problems.join("\n  - "));
  if (isProduction) keepSecretsOutOfLogs();
  // Vercel's edge has settled host and address before a request reaches a function.
  if (!isVercel) observeHttpExchanges(appOrigin());
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
  startHousekeeping();
  // Next ends with 143 after a stop it was asked for and has carried out; that is a success (OP-04).
  process.once("SIGTERM", () => process.once("exit", () => Object.assign(process, { exitCode: 0 })));
}
