"use client";

import { type ReactNode, type SubmitEvent, useActionState, useEffect, useRef } from "react";
import type { FormAction } from "@/lib/form-state";
import { cn } from "@/lib/utils";
import { FormContext } from "./form-context";

interface AuthFormProps {
  action: FormAction;
  /** Posted along unseen; what is undefined is left out. */
  hidden?: Record<string, string | undefined>;
  className?: string;
  children: ReactNode;
}

const INVALID = ":is(input, select, textarea, button)[aria-invalid='true']";

/** A form that talks to a server action, with or without JavaScript: pending state, one submit at a time, focus on what is wrong. */
export function AuthForm({ action, hidden = {}, className, children }: AuthFormProps) {
  const [state, formAction, pending] = useActionState(action, {});
  const form = useRef<HTMLFormElement>(null);
  const pressed = useRef<HTMLElement | null>(null);

  useEffect(() => {
    if (!state.code) return;
    const invalid = form.current?.querySelector<HTMLElement>(INVALID);
    if (invalid) invalid.focus();
    // A disabled button lets go of the focus: it gets it back, unless somebody has moved on.
    else if (document.activeElement === document.body) pressed.current?.focus();
  }, [state]);

  function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    if (pending) event.preventDefault();
    pressed.current = event.nativeEvent.submitter;
  }

  return (
    // The server checks and answers in our words, so the browser's own bubbles stay away.
    <form
      ref={form}
      action={formAction}
      onSubmit={onSubmit}
      noValidate
      className={cn("flex flex-col gap-2", className)}
    >
      {Object.entries(hidden).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <FormContext value={pending ? { values: state.values } : state}>{children}</FormContext>
    </form>
  );
}
