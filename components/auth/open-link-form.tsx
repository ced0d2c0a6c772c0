"use client";

import Link from "next/link";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { useAnswer } from "./form-context";
import { FormMessage } from "./form-message";
import { SubmitButton } from "./submit-button";

/** Confirms a mailed link. Its token leaves the address bar, and with it history and screenshots (EM-11). */
export function OpenLinkForm({ action, token, label }: { action: FormAction; token: string; label: string }) {
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return (
    <AuthForm action={action} hidden={{ token }}>
      <Confirm label={label} />
    </AuthForm>
  );
}

function Confirm({ label }: { label: string }) {
  const { code } = useAnswer();
  const over = code?.startsWith("link_");
  return (
    <>
      {over ? (
        <Button asChild size="lg" variant="outline">
          <Link href="/sign-in">Go to sign in</Link>
        </Button>
      ) : (
        <SubmitButton autoFocus>{label}</SubmitButton>
      )}
      <div className="min-h-10 text-center">
        <FormMessage />
      </div>
    </>
  );
}
