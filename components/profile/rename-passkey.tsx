"use client";

import { useEffect, useRef } from "react";
import { AuthForm } from "@/components/auth/auth-form";
import { useAnswer } from "@/components/auth/form-context";
import { FormField } from "@/components/auth/form-field";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";

interface RenamePasskeyProps {
  /** Takes `id` and `name`. */
  action: FormAction;
  id: string;
  name: string;
}

/** Another name for a passkey, asked for in its row. */
export function RenamePasskey({ action, id, name }: RenamePasskeyProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const shown = useRef(name);
  function close() {
    if (!details.current?.open) return;
    details.current.open = false;
    details.current.querySelector("summary")?.focus();
  }
  // The form of the old name goes with it, before it could tell.
  useEffect(() => {
    if (shown.current !== name) close();
    shown.current = name;
  });
  return (
    <details ref={details} className="text-sm">
      <summary
        aria-label={`Rename ${name}`}
        className="w-fit cursor-pointer rounded-sm py-1 font-medium underline underline-offset-4"
      >
        Rename
      </summary>
      {/* Begins anew with each name, which is what the field goes back to. */}
      <AuthForm key={name} action={action} hidden={{ id }} className="max-w-sm pt-2">
        <FormField
          name="name"
          label="Name"
          defaultValue={name}
          maxLength={60}
          autoComplete="off"
          required
          withMessage
        />
        <SubmitButton size="sm" variant="outline" className="w-fit">
          Save name
        </SubmitButton>
        <WhenDone onDone={close} />
      </AuthForm>
    </details>
  );
}

function WhenDone({ onDone }: { onDone: () => void }) {
  const answer = useAnswer();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer once.
  useEffect(() => {
    if (answer.done) onDone();
  }, [answer]);
  return null;
}
