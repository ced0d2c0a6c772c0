import type { Metadata } from "next";
import { AuthHeading } from "@/components/auth/auth-heading";
import { SignOutForm } from "@/components/auth/sign-out-form";
import { requireUser } from "@/lib/guard";
import { signOutAction } from "./actions";

export const metadata: Metadata = { title: "Sign out" };

export default async function SignOutPage() {
  const { user } = await requireUser();
  return (
    <>
      <AuthHeading title="Sign out?">You are signed in as {user.email ?? user.name}.</AuthHeading>
      <SignOutForm action={signOutAction} />
    </>
  );
}
