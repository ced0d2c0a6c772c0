import type { Metadata } from "next";
import Link from "next/link";
import { Identifier } from "@/components/identifier";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { requireUser } from "@/lib/guard";
import { currentEnsName } from "@/lib/users/ens-name";

export const metadata: Metadata = { title: "Dashboard" };

/** An example of a private page: replace it. One line protects it. */
export default async function DashboardPage() {
  const { user } = await requireUser("/dashboard");
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Hello{user.firstName ? `, ${user.firstName}` : ""}</h1>
      <Card>
        <CardHeader>
          <CardTitle>You are signed in</CardTitle>
          <CardDescription>
            As{" "}
            {user.identifier ? (
              <Identifier value={user.identifier} ensName={currentEnsName(user.ensName)} />
            ) : (
              user.name
            )}
            . This page is an example: it stands in app/(app)/dashboard/page.tsx, put your own there.
          </CardDescription>
        </CardHeader>
        <CardContent className="flex flex-wrap gap-3">
          <Button asChild variant="outline">
            <Link href="/profile">Your profile</Link>
          </Button>
          <Button asChild variant="outline">
            <Link href="/profile/security">Password and devices</Link>
          </Button>
        </CardContent>
      </Card>
    </>
  );
}
