import { CheckIcon, CircleIcon } from "lucide-react";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";

interface SsoActivationProps {
  action: FormAction;
  connection: string;
  steps: { words: string; done: boolean }[];
  /** What it will do to people who have accounts already. */
  effect: string;
}

/** What is left before people can be sent to a connection, and the button that sends them. */
export function SsoActivation({ action, connection, steps, effect }: SsoActivationProps) {
  const isReady = steps.every(({ done }) => done);
  return (
    <>
      <ol className="space-y-2">
        {steps.map(({ words, done }) => (
          <li key={words} className="flex items-center gap-2 text-sm">
            {done ? (
              <CheckIcon aria-hidden className="size-4 text-primary" />
            ) : (
              <CircleIcon aria-hidden className="size-4 text-muted-foreground" />
            )}
            <span className={done ? undefined : "text-muted-foreground"}>
              {words}
              <span className="sr-only">{done ? ": done" : ": to do"}</span>
            </span>
          </li>
        ))}
      </ol>
      {isReady && (
        <CardForm action={action} hidden={{ connection }} submit="Activate">
          <p className="text-sm text-muted-foreground">{effect}</p>
        </CardForm>
      )}
    </>
  );
}
