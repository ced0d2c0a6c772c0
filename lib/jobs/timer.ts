import "server-only";
import { isVercel } from "@/lib/env";
import { registerJobs } from "./lease";
import { registry } from "./registry";
import { runDueJobs } from "./runner";

const EVERY_MS = 60_000;
const now = () => new Date();

/**
 * Looks now and every minute whether a job is due, for as long as the process lives. It remembers nothing, and a look that
 * fails waits for the next. On Vercel no timer would go on: `/api/cron` is asked there, and what nobody asks for is late.
 */
export function startJobs(): void {
  void look();
}

async function look(): Promise<void> {
  try {
    if (isVercel)
      return await registerJobs(
        registry.map(({ name }) => name),
        now(),
      );
    await runDueJobs(now);
  } catch (error) {
    console.error("Scheduled jobs could not be run.", error);
  }
  // The next one is set when this one is over, so that two never overlap.
  setTimeout(look, EVERY_MS).unref();
}
