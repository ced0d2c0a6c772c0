"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { AuthForm } from "@/components/auth/auth-form";
import { useAnswer } from "@/components/auth/form-context";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import type { FormAction } from "@/lib/form-state";

const MarkDirty = createContext(() => {});

/** For controls that change a form without an event of its own, like a button that ticks many boxes. */
export const useMarkDirty = () => useContext(MarkDirty);

/** The form of a settings section; says when something in it is not saved yet. */
export function SettingsForm({
  action,
  label,
  hidden,
  children,
}: {
  action: FormAction;
  label: string;
  hidden?: Record<string, string>;
  children: ReactNode;
}) {
  const [dirty, setDirty] = useState(false);
  return (
    <div onChange={() => setDirty(true)} onSubmit={() => setDirty(false)}>
      <AuthForm action={action} hidden={hidden}>
        <MarkDirty value={() => setDirty(true)}>
          <div className="divide-y">{children}</div>
        </MarkDirty>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4">
          <SubmitButton className="w-auto" aria-label={`Save ${label.toLowerCase()} settings`}>
            Save
          </SubmitButton>
          <Told dirty={dirty} setDirty={setDirty} />
          <RecentAuthHint />
        </div>
      </AuthForm>
    </div>
  );
}

function Told({ dirty, setDirty }: { dirty: boolean; setDirty: (dirty: boolean) => void }) {
  const answer = useAnswer();
  // A change made while the refusal was on its way must not hide the reason nothing was saved.
  useEffect(() => {
    if (answer.code) setDirty(false);
  }, [answer, setDirty]);
  return dirty ? <p className="text-sm text-muted-foreground">Not saved yet</p> : <FormMessage />;
}
