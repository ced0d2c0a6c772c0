import type { Metadata } from "next";
import { AuthHeading } from "@/components/auth/auth-heading";
import { UnlockForm } from "@/components/auth/unlock-form";
import { unlockAction } from "./actions";

export const metadata: Metadata = { title: "Unlock your account", referrer: "no-referrer" };

export default function UnlockPage() {
  return (
    <>
      <AuthHeading title="Unlock your account">
        Someone entered wrong passwords or codes for it. Go on in the browser you want to sign in with: it is unlocked
        for good, however often others try.
      </AuthHeading>
      <UnlockForm action={unlockAction} />
    </>
  );
}
