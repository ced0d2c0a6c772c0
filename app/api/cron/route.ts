import { refusal } from "@/lib/guard";
import { isScheduler } from "@/lib/jobs/cron-secret";
import { runDueJobs } from "@/lib/jobs/runner";

/** Steps are short: the last one ends long before `maxDuration`. */
const STARTS_STEPS_MS = 25_000;
export const maxDuration = 60;

/** Asked by Vercel's scheduler (vercel.json), or by any other: runs what is due. Answers 500 when a job failed. */
export async function GET(request: Request): Promise<Response> {
  if (!isScheduler(request)) {
    const refused = refusal({ code: "cron_secret_incorrect" });
    refused.headers.set("www-authenticate", "Bearer");
    return refused;
  }
  const ran = await runDueJobs(() => new Date(), new Date(Date.now() + STARTS_STEPS_MS));
  return Response.json({ ran }, { status: ran.some(({ outcome }) => outcome === "failed") ? 500 : 200 });
}
