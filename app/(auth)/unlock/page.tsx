import type { Metadata } from "next";
import { AuthHeading } from "@/components/auth/auth-heading";
import { UnlockForm } from "@/components/auth/unlock-form";
import { unlockAction } from "./actions";

export const metadata: Metadata = { title: "Unlock your account", referrer: "no-referrer" };

export default function UnlockPage() {
  return (
    <>
      <AuthHeading title="Unlock your account">
        Somebody entered wrong passwords or codes for it. If that was you, unlock it and sign in again.
      </AuthHeading>
      <UnlockForm action={unlockAction} />
    </>
  );
}
