import { CheckIcon, ChevronRightIcon, MinusIcon, XIcon } from "lucide-react";
import { Time } from "@/components/profile/time";
import { Badge } from "@/components/ui/badge";

export interface SsoAttempt {
  id: string;
  at: Date;
  isTest: boolean;
  /** Why it led nowhere; null when it went well. */
  problem: string | null;
  checks: { id: string; state: "passed" | "failed" | "skipped"; what: string; mend: string; found?: string }[];
  /** What the provider said, masked; null when nothing could be read. */
  decoded: Record<string, unknown> | null;
}

const states = {
  passed: { Icon: CheckIcon, word: "Passed", className: "text-primary" },
  failed: { Icon: XIcon, word: "Failed", className: "text-destructive" },
  skipped: { Icon: MinusIcon, word: "Not reached", className: "text-muted-foreground" },
};

/** One answer of the provider: what was looked at, what was wrong and how to mend it, and what it said. */
export function SsoAttemptRow({ attempt, open }: { attempt: SsoAttempt; open: boolean }) {
  const { at, isTest, problem, checks, decoded } = attempt;
  const failed = checks.filter(({ state }) => state === "failed");
  return (
    <li className="py-3 first:pt-0 last:pb-0">
      <details open={open} className="group">
        <summary className="flex cursor-pointer list-none items-start gap-2 rounded-sm text-sm outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50 [&::-webkit-details-marker]:hidden">
          <ChevronRightIcon
            aria-hidden
            className="mt-0.5 size-4 shrink-0 transition-transform group-open:rotate-90 motion-reduce:transition-none"
          />
          <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <Badge variant={problem ? "destructive" : "secondary"}>{problem ? "Refused" : "Passed"}</Badge>
            <span className="font-medium">{isTest ? "Test" : "Sign-in"}</span>
            <span className="text-muted-foreground">
              <Time at={at} />
            </span>
          </span>
        </summary>
        <div className="space-y-4 pt-4">
          {problem && failed.length === 0 && <p className="text-sm">{problem}</p>}
          <ul className="space-y-3" aria-label="Checks">
            {checks.map(({ id, state, what, mend, found }) => {
              const { Icon, word, className } = states[state];
              return (
                <li key={id} className="flex gap-3 text-sm" data-check={id} data-state={state}>
                  <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${className}`} />
                  <div className="min-w-0 space-y-1">
                    <p className={state === "skipped" ? "text-muted-foreground" : undefined}>
                      <span className="sr-only">{word}: </span>
                      {what}
                    </p>
                    {found && (
                      <p className="text-muted-foreground wrap-anywhere">
                        {state === "failed" ? "Found: " : ""}
                        <code className="text-xs">{found}</code>
                      </p>
                    )}
                    {state === "failed" && <p className="font-medium">{mend}</p>}
                  </div>
                </li>
              );
            })}
          </ul>
          {decoded && Object.keys(decoded).length > 0 && (
            <div className="space-y-2">
              <p className="text-sm font-medium">
                What it said <span className="font-normal text-muted-foreground">(what is personal is masked)</span>
              </p>
              <pre className="rounded-md bg-muted p-3 text-xs wrap-anywhere whitespace-pre-wrap">
                {JSON.stringify(decoded, null, 2)}
              </pre>
            </div>
          )}
        </div>
      </details>
    </li>
  );
}
