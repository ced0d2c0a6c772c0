import { TriangleAlert } from "lucide-react";
import { Time } from "@/components/profile/time";
import { Badge } from "@/components/ui/badge";
import type { Scheduler, TroubledJob } from "@/lib/jobs/attention";

const SCHEDULER_WORDS: Record<Scheduler, string> = {
  timer: "Late jobs are run by the server itself, every minute. Its log says what keeps it from doing so.",
  vercel: "Late jobs are run by Vercel. In your project, check Cron Jobs under Settings, and the log of /api/cron.",
  "vercel-without-secret":
    "Nothing runs jobs here, because CRON_SECRET isn't set. Add it to your project's environment variables on Vercel, and deploy again.",
};

/** Says which scheduled jobs fail or are late, since when, and what to do. */
export function TroubledJobs({ jobs, scheduler }: { jobs: TroubledJob[]; scheduler: Scheduler }) {
  const isFailing = jobs.some(({ state }) => state === "failing");
  const isLate = jobs.some(({ state }) => state === "late") || scheduler === "vercel-without-secret";
  return (
    <section
      aria-labelledby="troubled-jobs"
      className="overflow-hidden rounded-xl border border-destructive/60 bg-card text-card-foreground shadow-sm"
    >
      <header className="flex gap-3 bg-destructive/8 px-4 py-4 sm:px-6">
        <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-destructive" />
        <div className="space-y-1">
          <h2 id="troubled-jobs" className="font-semibold text-destructive">
            Scheduled jobs need attention
          </h2>
          {isFailing && (
            <p className="text-sm text-pretty">
              Failing jobs are tried again by themselves. The server's log says what went wrong.
            </p>
          )}
          {isLate && <p className="text-sm text-pretty">{SCHEDULER_WORDS[scheduler]}</p>}
        </div>
      </header>
      {jobs.length > 0 && (
        <ul className="divide-y border-t">
          {jobs.map((job) => (
            <JobRow key={job.title} {...job} />
          ))}
        </ul>
      )}
    </section>
  );
}

function JobRow({ title, state, since, failures, error, dueAt, finishedAt }: TroubledJob) {
  return (
    <li className="space-y-1 px-4 py-4 text-sm sm:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{title}</h3>
        <Badge variant="destructive">{state === "failing" ? "Failing" : "Late"}</Badge>
      </div>
      <p>
        {state === "failing" ? (
          <>
            Failing since <Time at={since} />: {failures} failed {failures === 1 ? "run" : "runs"} in a row, the last
            with <code className="font-mono text-xs wrap-anywhere">{error}</code>. Next try: <Time at={dueAt} />.
          </>
        ) : (
          <>
            Due since <Time at={since} />.
          </>
        )}
      </p>
      <p className="text-muted-foreground">
        {finishedAt ? (
          <>
            Last finished: <Time at={finishedAt} />
          </>
        ) : (
          "Never finished yet"
        )}
      </p>
    </li>
  );
}
