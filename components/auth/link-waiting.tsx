"use client";

import { Loader2Icon, MailWarningIcon } from "lucide-react";
import { startTransition, useActionState, useEffect, useState } from "react";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import type { LinkStatus } from "@/lib/flows/email-link";
import type { FormAction } from "@/lib/form-state";
import { answered } from "./answered";
import { AuthForm } from "./auth-form";
import { FormMessage } from "./form-message";
import { onSessionEvent } from "./session-channel";
import { SubmitButton } from "./submit-button";

interface LinkWaitingProps {
  /** The journey the link belongs to. */
  flow: string;
  /** Goes on once the link was opened. */
  finishAction: FormAction;
  /** Where to go, or what to do, when another tab of this browser has finished. */
  landing: string | (() => void);
}

const EVERY_MS = 1000;

const failures: Partial<Record<LinkStatus, { title: string; words: string }>> = {
  "wrong-device": {
    title: "The link was opened somewhere else",
    words: "It only works on this device and in this browser, so {nothing}. Send a new one and open it here.",
  },
  expired: { title: "The link has expired", words: "Send a new one and open it within its time." },
};

/** What did not happen. */
const outcomes: Partial<Record<string, string>> = {
  "sign-in": "nobody was signed in",
  "step-up": "nothing was confirmed",
};

async function ask(flow: string): Promise<LinkStatus> {
  try {
    const response = await fetch(`/api/attempts/${flow}`, { cache: "no-store" });
    return response.ok ? ((await response.json()) as { status: LinkStatus }).status : "waiting";
  } catch {
    // Offline: the next look will tell.
    return "waiting";
  }
}

/** Waits for the mailed link to be opened and goes on by itself; says so when it can't be used any more. */
export function LinkWaiting({ flow, finishAction, landing }: LinkWaitingProps) {
  const [status, setStatus] = useState<LinkStatus>("waiting");
  const [answer, finish] = useActionState(answered(finishAction), {});
  /** The link was opened, but the server could not say so: it is asked on. */
  const missed = answer.code === "unreachable" || answer.code === "unavailable" ? answer : null;

  useEffect(() => {
    let done = false;
    async function look() {
      const now = await ask(flow);
      if (done) return;
      setStatus(now);
      if (now === "waiting") return;
      stop();
      if (now === "gone") {
        if (typeof landing === "string") location.replace(landing);
        else landing();
      }
      if (now === "proved") {
        const data = new FormData();
        data.set("flow", flow);
        startTransition(() => finish(data));
      }
    }
    function stop() {
      done = true;
      clearInterval(timer);
      unsubscribe();
    }
    if (!missed) void look();
    const timer = setInterval(look, EVERY_MS);
    const unsubscribe = onSessionEvent(() => void look());
    return stop;
  }, [flow, landing, finish, missed]);

  const failure = failures[status];
  return (
    <div className="min-h-28">
      <div aria-live="polite">
        {failure ? (
          <Alert variant="destructive">
            <MailWarningIcon />
            <AlertTitle className="line-clamp-none">{failure.title}</AlertTitle>
            <AlertDescription>
              {failure.words.replace("{nothing}", outcomes[flow] ?? "nothing was verified")}
            </AlertDescription>
          </Alert>
        ) : (
          <p className="flex items-center justify-center gap-3 py-6 text-sm text-muted-foreground">
            <Loader2Icon className="size-4 shrink-0 animate-spin motion-reduce:animate-none" aria-hidden="true" />
            <span className="text-balance">
              {status === "waiting" ? "Waiting for you to open the link. Keep this tab open." : "One moment…"}
            </span>
          </p>
        )}
      </div>
      {answer.message && (
        <p role="alert" className="text-center text-sm text-destructive">
          {answer.message}
        </p>
      )}
      <noscript>
        <AuthForm action={finishAction} hidden={{ flow }}>
          <FormMessage />
          <SubmitButton>I have opened the link</SubmitButton>
        </AuthForm>
      </noscript>
    </div>
  );
}
