import type { Metadata } from "next";
import Link from "next/link";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { requireAdmin } from "@/lib/guard";
import { emailChannel, whyNoEmail } from "@/lib/messages/email";
import { readOverview } from "@/lib/users/overview";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  await requireAdmin("/admin");
  const overview = await readOverview();
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
      {noEmail && (
        <Alert variant="destructive">
          <AlertTitle>Email is off</AlertTitle>
          <AlertDescription>{noEmail}</AlertDescription>
        </Alert>
      )}
      <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {numbers.map(({ label, value, hint }) => (
          <Card key={label} className="gap-1 py-5">
            <CardHeader>
              <dt className="text-sm text-muted-foreground">{label}</dt>
              <dd className="text-3xl font-semibold tabular-nums">{value.toLocaleString("en")}</dd>
              <dd className="text-xs text-muted-foreground">{hint}</dd>
            </CardHeader>
          </Card>
        ))}
      </dl>
      <Card>
        <CardHeader>
          <CardTitle>User &amp; authentication</CardTitle>
          <CardDescription>
            How people sign up and sign in, how long they stay, and what happens to guessers. A change applies at once.
            {emailChannel() === "outbox" && " Mail goes to the development inbox."}
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
