import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthenticatorSetup } from "@/components/auth/authenticator-setup";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { findAttempt } from "@/lib/flows/attempt";
import { requireRecentAuth } from "@/lib/guard";
import { otpauthUri } from "@/lib/security/totp";
import { getSettings } from "@/lib/settings/read";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { confirmAuthenticatorAction } from "../second-factor-actions";

export const metadata: Metadata = { title: "Set up an authenticator app" };

export default async function AuthenticatorPage() {
  const { user } = await requireRecentAuth("/profile/security/authenticator");
  const attempt = await findAttempt(await cookies(), "add-second-factor", new Date());
  const own = attempt?.userId === user.id ? attempt : null;
  const app = own && (await readTotpEnrolment({ attemptId: own.id, userId: user.id }));
  if (!app) redirect("/profile/security");
  const { appName } = (await getSettings()).branding;

  return (
    <Card className="max-w-md">
      <CardHeader>
        <CardTitle>
          <h1>Set up an authenticator app</h1>
        </CardTitle>
        <CardDescription>
          Its code is your second step from then on. Your other devices are signed out as it starts.
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        <AuthenticatorSetup
          uri={otpauthUri({ ...app, appName })}
          secret={app.seed}
          account={app.account}
          action={confirmAuthenticatorAction}
          submitLabel="Turn on"
        />
        <Button asChild variant="ghost" className="w-full">
          <Link href="/profile/security">Cancel</Link>
        </Button>
      </CardContent>
    </Card>
  );
}
