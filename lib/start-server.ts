import "server-only";
import { migrate } from "@/db/migrate";
import { appOrigin, env, isProduction, isVercel } from "./env";
import { startHousekeeping } from "./housekeeping";
import { observeHttpExchanges } from "./http-exchange";
import { keepSecretsOutOfLogs } from "./log";
import { startUpProblems } from "./start-up";

/** Refuses to start half configured (FW-05), brings the schema up to date, and starts what runs beside requests. */
export async function startServer(): Promise<void> {
  const problems = startUpProblems();
  if (problems.length > 0) {
    console.error(`\nThis server cannot start:\n\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n`);
    process.exit(1);
  }
  if (isProduction) keepSecretsOutOfLogs();
  // Vercel's edge has settled host and address before a request reaches a function.
  if (!isVercel) observeHttpExchanges(appOrigin());
  // On Vercel the build has migrated; elsewhere any instance may be the first of a new release.
  if (!isVercel && env.DATABASE_URL) await migrate(env.DATABASE_URL);
  startHousekeeping();
}
