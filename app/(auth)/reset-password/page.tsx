import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { IdentifierForm } from "@/components/auth/identifier-form";
import { getSettings } from "@/lib/settings/read";
import { resetKinds } from "@/lib/strategies";
import { kindsInWords } from "@/lib/users/identify";
import { startResetAction } from "./actions";

export const metadata: Metadata = { title: "Reset your password" };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const lost = (await searchParams).lost !== undefined;
  const kinds = resetKinds(await getSettings());
  return (
    <>
      <AuthHeading title="Reset your password">
        {kinds.length === 0
          ? "Codes can't be sent here at the moment, so a password can't be reset. Ask an administrator."
          : lost
            ? "That step had expired, or was opened in another browser. Start again here."
            : `Enter your ${kindsInWords(kinds)} and we'll send you a code.`}
      </AuthHeading>
      {kinds.length > 0 && (
        <IdentifierForm
          action={startResetAction}
          kinds={kinds}
          label={kindsInWords(kinds)}
          autoComplete="username"
          submitLabel="Send code"
        />
      )}
      <Footnote>
        <Link href="/sign-in">Back to sign in</Link>
      </Footnote>
    </>
  );
}
