import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { SignOutForm } from "@/components/auth/sign-out-form";
import { Identifier } from "@/components/identifier";
import { HOME_PATH } from "@/lib/flows/next-step";
import { requireUser } from "@/lib/guard";
import { currentEnsName } from "@/lib/users/ens-name";
import { signOutAction } from "./actions";

export const metadata: Metadata = { title: "Sign out" };

export default async function SignOutPage() {
  const { user } = await requireUser();
  return (
    <>
      <AuthHeading title="Sign out?">
        You are signed in as{" "}
        {user.identifier ? <Identifier value={user.identifier} ensName={currentEnsName(user.ensName)} /> : user.name}.
      </AuthHeading>
      <SignOutForm action={signOutAction} />
      <Footnote>
        <Link href={HOME_PATH}>Stay signed in</Link>
      </Footnote>
    </>
  );
}
