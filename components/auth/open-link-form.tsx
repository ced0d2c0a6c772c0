"use client";

import { useEffect } from "react";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { AuthHeading } from "./auth-heading";
import { useAnswer } from "./form-context";
import { FormMessage } from "./form-message";
import { LinkFailure } from "./link-failure";
import { SubmitButton } from "./submit-button";

interface OpenLinkFormProps {
  action: FormAction;
  token: string;
  /** What the button does, as title, sentence and label. */
  title: string;
  words: string;
  label: string;
  /** Where the journey of the link waits. */
  waitingPath: string;
}

/** Confirms a mailed link. Its token leaves the address bar, and with it history and screenshots (EM-11). */
export function OpenLinkForm({ action, token, ...question }: OpenLinkFormProps) {
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return (
    <AuthForm action={action} hidden={{ token }} className="gap-6">
      <Question {...question} />
    </AuthForm>
  );
}

function Question({ title, words, label, waitingPath }: Omit<OpenLinkFormProps, "action" | "token">) {
  const { code, message } = useAnswer();
  const isOver = code?.startsWith("link_") || code === "strategy_unavailable";
  if (code && message && isOver) {
    return (
      <div role="alert" className="flex flex-col gap-6">
        <LinkFailure code={code} words={message} waitingPath={waitingPath} />
      </div>
    );
  }
  return (
    <>
      <AuthHeading title={title}>{words}</AuthHeading>
      <div className="flex flex-col gap-2">
        <SubmitButton autoFocus>{label}</SubmitButton>
        <div className="min-h-10 text-center">
          <FormMessage />
        </div>
      </div>
    </>
  );
}
