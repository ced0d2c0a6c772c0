"use client";

import { FieldError } from "@/components/ui/field";
import { clock, useCountdown } from "./countdown";
import { useAnswer } from "./form-context";

/** What the server answered about the whole form; a wait counts down. */
export function FormMessage() {
  const { message, retryAt, done } = useAnswer();
  const left = useCountdown(retryAt);
  return (
    <div className="text-sm">
      {message && <FieldError className="inline">{message} </FieldError>}
      {/* Outside the alert, which would be read out again every second. */}
      {message && left > 0 && (
        <span role="timer" className="whitespace-nowrap text-muted-foreground tabular-nums">
          Try again in {clock(left)}
        </span>
      )}
      {/* Always there, empty: a polite region speaks only of what changes inside it. */}
      <div aria-live="polite" className="text-muted-foreground">
        {done}
      </div>
    </div>
  );
}
