import type { Metadata } from "next";
import { AuthHeading } from "@/components/auth/auth-heading";
import { UnlockForm } from "@/components/auth/unlock-form";
import { unlockAction } from "./actions";

export const metadata: Metadata = { title: "Unlock this browser", referrer: "no-referrer" };

export default function UnlockPage() {
  return (
    <>
      <AuthHeading title="Unlock this browser">
        Someone entered the wrong password or code for your account too many times. Unlock the browser you want to sign
        in with, and failed attempts elsewhere won’t lock you out of it.
      </AuthHeading>
      <UnlockForm action={unlockAction} />
    </>
  );
}
