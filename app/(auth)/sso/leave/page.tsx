import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Button } from "@/components/ui/button";
import { findAttempt } from "@/lib/flows/attempt";
import { connectionName } from "@/lib/flows/connection-notices";
import { getSettings } from "@/lib/settings/read";

export const metadata: Metadata = { title: "One moment" };

const ON = "/api/auth/leave";

/** Between a form without JavaScript and a provider: a form may not lead to another site, a page may. */
export default async function LeavePage() {
  const attempt = await findAttempt(await cookies(), "sso", new Date());
  const connection = attempt?.data.connection;
  if (!connection) redirect("/sso?problem=attempt_missing");
  const provider = await connectionName(connection, await getSettings());
  return (
    <>
      <meta httpEquiv="refresh" content={`0; url=${ON}`} />
      <AuthHeading title="One moment">You are on your way to {provider}.</AuthHeading>
      <Button asChild size="lg" className="w-full">
        <a href={ON}>Go on</a>
      </Button>
    </>
  );
}
