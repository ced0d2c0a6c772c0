"use client";

import {
  type ComponentType,
  type ReactNode,
  type SubmitEvent,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { FormAction } from "@/lib/form-state";
import { isUnprocessed } from "@/lib/unprocessed";
import { cn } from "@/lib/utils";
import { answered } from "./answered";
import { FormContext } from "./form-context";
import { StepUpContext, type StepUpDialogProps } from "./step-up-context";

interface AuthFormProps {
  action: FormAction;
  /** Posted along unseen; what is undefined is left out. */
  hidden?: Record<string, string | undefined>;
  /** The action is no server action but waits for a person first, and asks the server in its own time. */
  ceremony?: boolean;
  className?: string;
  children: ReactNode;
}

const INVALID = ":is(input, select, textarea, button)[aria-invalid='true']";

/**
 * A form that talks to a server action, with or without JavaScript: pending state, one submit at a time, focus on what is
 * wrong. Where a fresh proof is missing, it is asked for over the page; then the very same is sent again.
 */
export function AuthForm({ action, hidden = {}, ceremony, className, children }: AuthFormProps) {
  const [state, formAction, pending] = useActionState(ceremony ? action : answered(action), {});
  const loadStepUp = useContext(StepUpContext);
  const [StepUp, setStepUp] = useState<ComponentType<StepUpDialogProps> | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const pressed = useRef<HTMLElement | null>(null);
  /** Secrets and all, so only as long as it may be sent again. */
  const sent = useRef<FormData | null>(null);
  /** Whether something was typed while the answer was awaited. */
  const typedOn = useRef(false);
  const seen = useRef(state);

  useLayoutEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    // An answered form empties its fields: not if it is to be sent again as it is, nor over what was typed since.
    if (!isUnprocessed(state.code) && !typedOn.current) form.current?.reset();
  }, [state]);

  const onAnswer = useEffectEvent(() => {
    if (state.code) refocus();
    if (state.code !== "recent_auth_required" || !sent.current) return leave();
    // Without the dialog the words and the link of the form are the way.
    loadStepUp?.().then(
      (Dialog) => setStepUp(() => Dialog),
      () => undefined,
    );
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer once, the same words again included.
  useEffect(() => onAnswer(), [state]);

  function refocus() {
    const invalid = form.current?.querySelector<HTMLElement>(INVALID);
    if (invalid) invalid.focus();
    // A disabled button lets go of the focus: it gets it back, unless somebody has moved on.
    else if (document.activeElement === document.body) pressed.current?.focus();
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>) {
    // Sent from here and not by React, which would empty the fields whatever the answer is.
    event.preventDefault();
    if (pending) return;
    const { submitter } = event.nativeEvent;
    const data = new FormData(event.currentTarget, submitter);
    pressed.current = submitter;
    sent.current = data;
    typedOn.current = false;
    startTransition(() => formAction(data));
  }

  function sendAgain() {
    const data = sent.current;
    sent.current = null;
    if (data) startTransition(() => formAction(data));
  }

  function leave() {
    sent.current = null;
    setStepUp(null);
  }

  return (
    <>
      {/* The server checks and answers in our words, so the browser's own bubbles stay away. */}
      <form
        ref={form}
        action={formAction}
        onSubmit={onSubmit}
        onInput={() => {
          typedOn.current = true;
        }}
        noValidate
        className={cn("flex flex-col gap-2", className)}
      >
        {Object.entries(hidden).map(
          ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <FormContext value={pending ? { values: state.values } : state}>{children}</FormContext>
      </form>
      {StepUp && <StepUp onDone={sendAgain} onCancel={leave} onClosed={refocus} />}
    </>
  );
}
