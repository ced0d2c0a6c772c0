"use client";

import Link from "next/link";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { useAnswer, useField } from "./form-context";
import { FormMessage } from "./form-message";
import { SubmitButton } from "./submit-button";

const neverChanges = () => () => {};

/** Confirms the mailed unlock link. Its token is in the fragment, which browsers never send by themselves. */
export function UnlockForm({ action }: { action: FormAction }) {
  const token = useSyncExternalStore(
    neverChanges,
    () => location.hash.slice(1),
    () => "",
  );
  return (
    <AuthForm action={action} hidden={{ token: token || undefined }}>
      <Unlock />
      <noscript>
        <p className="text-sm text-muted-foreground">
          This one page needs JavaScript. Turn it on and open the link again.
        </p>
      </noscript>
    </AuthForm>
  );
}

function Unlock() {
  const { done } = useAnswer();
  const { error } = useField("token");
  return (
    <>
      {done ? (
        <Button size="lg" asChild>
          <Link href="/sign-in">Sign in</Link>
        </Button>
      ) : (
        <SubmitButton>Unlock this browser</SubmitButton>
      )}
      <div className="min-h-10 text-center">
        {error && <FieldError>{error}</FieldError>}
        <FormMessage />
      </div>
    </>
  );
}
