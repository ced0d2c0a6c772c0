"use client";

import { FieldError } from "@/components/ui/field";
import { clock, useCountdown } from "./countdown";
import { useAnswer } from "./form-context";

/** What the server answered about the whole form; a wait counts down. */
export function FormMessage() {
  const { message, retryAt, done } = useAnswer();
  const left = useCountdown(retryAt);
  return (
    <>
      {message && <FieldError className="inline">{message}</FieldError>}
      {/* Outside the alert, which would be read out again every second. */}
      {message && left > 0 && (
        <span role="timer" className="text-sm whitespace-nowrap text-muted-foreground tabular-nums">
          {" "}
          Try again in {clock(left)}
        </span>
      )}
      {/* Always there, empty: a polite region speaks only of what changes inside it. */}
      <div aria-live="polite">{done && <p className="text-sm text-muted-foreground">{done}</p>}</div>
    </>
  );
}
