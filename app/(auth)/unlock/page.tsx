import type { Metadata } from "next";
import { AuthHeading } from "@/components/auth/auth-heading";
import { UnlockForm } from "@/components/auth/unlock-form";
import { unlockAction } from "./actions";

export const metadata: Metadata = { title: "Unlock this browser", referrer: "no-referrer" };

export default function UnlockPage() {
  return (
    <>
      <AuthHeading title="Unlock this browser">
        Someone entered wrong passwords or codes for your account again and again. Go on in the browser you want to sign
        in with: from then on, nobody else’s wrong tries lock you out of it.
      </AuthHeading>
      <UnlockForm action={unlockAction} />
    </>
  );
}
