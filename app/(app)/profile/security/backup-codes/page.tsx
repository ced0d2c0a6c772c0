import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { BackupCodesForm } from "@/components/auth/backup-codes-form";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { requireUser } from "@/lib/guard";
import { sameOriginPath } from "@/lib/security/origin";
import { getSettings } from "@/lib/settings/read";
import { countBackupCodes } from "@/lib/users/second-factors";
import { makeBackupCodesAction } from "../second-factor-actions";

export const metadata: Metadata = { title: "Backup codes" };

export default async function BackupCodesPage({ searchParams }: PageProps<"/profile/security/backup-codes">) {
  const { user } = await requireUser("/profile/security/backup-codes");
  const next = sameOriginPath((await searchParams).redirect_url) ?? "/profile/security";
  const { mfa, branding } = await getSettings();
  if (!mfa.backupCodes) redirect(next);
  const left = await countBackupCodes(user.id);

  return (
    <Card className="max-w-md">
      <CardHeader>
        <CardTitle>
          <h1>Backup codes</h1>
        </CardTitle>
        <CardDescription>
          For the day your phone is lost or broken: each code stands in once for your second step. Keep them where you
          keep your passwords, or on paper.
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        <BackupCodesForm
          action={makeBackupCodesAction}
          appName={branding.appName}
          label={left > 0 ? "Make new codes" : "Show backup codes"}
          warning={left > 0 ? `You have ${left} left. New ones make them void.` : undefined}
        />
        <Button asChild variant="ghost" className="w-full">
          <Link href={next}>Done</Link>
        </Button>
      </CardContent>
    </Card>
  );
}
