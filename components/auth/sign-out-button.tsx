"use client";

import { LogOut } from "lucide-react";
import { useEffect, useRef } from "react";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormMessage } from "./form-message";
import { announceSession } from "./session-channel";
import { SubmitButton } from "./submit-button";

/** Ends the session in one press; other tabs are told once this page is gone. */
export function SignOutButton({ action }: { action: FormAction }) {
  const sent = useRef(false);
  useEffect(
    () => () => {
      if (sent.current) announceSession("signed-out");
    },
    [],
  );
  return (
    <div
      onSubmit={() => {
        sent.current = true;
      }}
    >
      <AuthForm action={action}>
        <SubmitButton variant="ghost" className="justify-start px-3 text-muted-foreground [&>span]:justify-start">
          <LogOut aria-hidden />
          Sign out
        </SubmitButton>
        <FormMessage />
      </AuthForm>
    </div>
  );
}
