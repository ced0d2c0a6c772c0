import { TriangleAlert } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Time } from "@/components/profile/time";
import { Badge } from "@/components/ui/badge";
import type { Scheduler, TroubledJob } from "@/lib/jobs/attention";

/** What to do about late jobs. */
const ADVICE: Record<Scheduler, string> = {
  timer: "Late jobs should have run on their own. Check the server log for what stopped them.",
  vercel: "Vercel hasn't run the late jobs. Check Cron Jobs in your project's settings and the log of /api/cron.",
  "vercel-without-secret":
    "Jobs can't run because CRON_SECRET isn't set. Add it to your project's environment variables on Vercel, then redeploy.",
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
              Failing jobs are retried automatically. Check the server log for the cause.
            </p>
          )}
          {isLate && <p className="text-sm text-pretty">{ADVICE[scheduler]}</p>}
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
  const facts: [string, ReactNode][] =
    state === "failing"
      ? [
          ["Failing since", <Time key="since" at={since} />],
          ["Failed runs", failures],
          [
            "Last error",
            <code key="error" className="font-mono text-xs wrap-anywhere">
              {error}
            </code>,
          ],
          ["Next attempt", <Time key="next" at={dueAt} />],
        ]
      : [["Due since", <Time key="since" at={since} />]];
  facts.push(["Last finished", finishedAt ? <Time key="finished" at={finishedAt} /> : "Never"]);
  return (
    <li className="space-y-2 px-4 py-4 text-sm sm:px-6">
      <div className="flex items-center justify-between gap-4">
        <h3 className="font-semibold">{title}</h3>
        <Badge variant="destructive">{state === "failing" ? "Failing" : "Late"}</Badge>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 sm:grid-cols-[12rem_1fr]">
        {facts.map(([label, value]) => (
          <Fragment key={label}>
            <dt className="text-muted-foreground">{label}</dt>
            <dd className="text-right sm:text-left">{value}</dd>
          </Fragment>
        ))}
      </dl>
    </li>
  );
}
