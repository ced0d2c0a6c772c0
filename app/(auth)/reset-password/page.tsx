import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { ResetRequestForm } from "@/components/auth/reset-request-form";
import { getSettings } from "@/lib/settings/read";
import { strategies } from "@/lib/strategies";
import { startResetAction } from "./actions";

export const metadata: Metadata = { title: "Reset your password" };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const lost = (await searchParams).lost !== undefined;
  const possible = strategies["email-code"].enabled(await getSettings());
  return (
    <>
      <AuthHeading title="Reset your password">
        {!possible
          ? "Codes can't be sent here at the moment, so a password can't be reset. Ask an administrator."
          : lost
            ? "That step had expired, or was opened in another browser. Start again here."
            : "Enter your email address and we'll send you a code."}
      </AuthHeading>
      {possible && <ResetRequestForm action={startResetAction} />}
      <Footnote>
        <Link href="/sign-in">Back to sign in</Link>
      </Footnote>
    </>
  );
}
