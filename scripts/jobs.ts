import { db } from "@/db/client";
import { env } from "@/lib/env";
import { runDueJobs } from "@/lib/jobs/runner";

if (!env.DATABASE_URL) {
  console.error("Usage: DATABASE_URL=postgres://… npm run jobs");
  process.exit(1);
}
try {
  const ran = await runDueJobs(() => new Date());
  for (const { job, outcome } of ran) console.log(`${job}: ${outcome}`);
  if (ran.length === 0) console.log("No job is due.");
  if (ran.some(({ outcome }) => outcome === "failed")) process.exitCode = 1;
} catch (error) {
  console.error("The jobs could not be run:", error);
  process.exitCode = 1;
} finally {
  await db.$client.end({ timeout: 5 });
}
