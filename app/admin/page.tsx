import type { Metadata } from "next";
import Link from "next/link";
import { TroubledJobs } from "@/components/admin/troubled-jobs";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { requireAdmin } from "@/lib/guard";
import { readTroubledJobs, scheduler } from "@/lib/jobs/attention";
import { whyNoEmail } from "@/lib/messages/email";
import { readOverview } from "@/lib/users/overview";
import { UnreadableSettingsOf } from "./unreadable-settings";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage({ searchParams }: PageProps<"/admin">) {
  await requireAdmin("/admin");
  const overview = await readOverview();
  const jobs = await readTroubledJobs(new Date());
  const noEmail = whyNoEmail();
  const numbers = [
    { label: "People", value: overview.people, hint: `${overview.newThisWeek} new this week` },
    { label: "Signed in", value: overview.signedIn, hint: "on at least one device" },
    { label: "Administrators", value: overview.admins, hint: "with access to these pages" },
    { label: "Failed proofs", value: overview.failuresToday, hint: "in the last 24 hours" },
  ];

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Overview</h1>
      <UnreadableSettingsOf restored={(await searchParams).restored} />
      {(jobs.length > 0 || scheduler === "vercel-without-secret") && <TroubledJobs jobs={jobs} scheduler={scheduler} />}
      {noEmail && (
        <Alert variant="destructive">
          <AlertTitle>Email is off</AlertTitle>
          <AlertDescription>{noEmail}</AlertDescription>
        </Alert>
      )}
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {numbers.map(({ label, value, hint }) => (
          <li key={label}>
            <Card className="py-5">
              <CardContent className="space-y-1">
                <p className="text-sm text-muted-foreground">{label}</p>
                <p className="text-3xl font-semibold tabular-nums">{value.toLocaleString("en")}</p>
                <p className="text-xs text-muted-foreground">{hint}</p>
              </CardContent>
            </Card>
          </li>
        ))}
      </ul>
      <Card>
        <CardHeader>
          <CardTitle>User &amp; authentication</CardTitle>
          <CardDescription>
            How people sign up and sign in, how long they stay, and what happens to guessers. A change applies at once.
          </CardDescription>
        </CardHeader>
        <CardContent>
          <Button asChild variant="outline">
            <Link href="/admin/authentication">Open settings</Link>
          </Button>
        </CardContent>
      </Card>
    </>
  );
}
