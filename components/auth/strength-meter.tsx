"use client";

import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { cn } from "@/lib/utils";

type Estimate = typeof import("./strength").estimate;

const WORDS = ["Weak", "Weak", "Could be stronger", "Good", "Strong"] as const;

interface StrengthMeterProps {
  password: string;
  /** The score below which the server refuses. */
  minStrength: number;
  /** Whether somebody is about to choose a password: only then the word lists are loaded. */
  wanted: boolean;
}

/** How hard a password is to guess, in four segments and in words. It advises; the server decides. */
export function StrengthMeter({ password, minStrength, wanted }: StrengthMeterProps) {
  const [estimate, setEstimate] = useState<Estimate>();
  const judged = useDeferredValue(password);

  useEffect(() => {
    if (!wanted) return;
    // Without the lists there is no meter, and the form works all the same.
    import("./strength").then(
      (lists) => setEstimate(() => lists.estimate),
      () => undefined,
    );
  }, [wanted]);

  const score = useMemo(() => (judged && estimate ? estimate(judged).score : undefined), [judged, estimate]);
  const filled = score === undefined ? 0 : Math.max(1, score);
  const refused = score !== undefined && score < minStrength;
  return (
    <div className="flex h-5 items-center gap-3 noscript:hidden">
      <div className="flex flex-1 gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((segment) => (
          <div
            key={segment}
            className={cn(
              "h-1.5 flex-1 rounded-full bg-border",
              segment <= filled && (refused || filled === 1 ? "bg-destructive" : "bg-primary"),
            )}
          />
        ))}
      </div>
      {/* Always there: a polite region speaks only of what changes inside it. */}
      <p className="w-32 whitespace-nowrap text-right text-sm text-muted-foreground" aria-live="polite">
        {score !== undefined && (
          <>
            <span className="sr-only">Password strength: </span>
            {refused ? "Too easy to guess" : WORDS[score]}
          </>
        )}
      </p>
    </div>
  );
}
