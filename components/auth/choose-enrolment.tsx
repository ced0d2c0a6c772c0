"use client";

import { ChevronRightIcon } from "lucide-react";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormMessage } from "./form-message";
import { SubmitButton } from "./submit-button";

const words = {
  totp: { label: "Authenticator app", description: "A code from an app on your phone or computer. Works offline." },
  "phone-code": { label: "Text message", description: "A code we send to your phone" },
};

interface ChooseEnrolmentProps {
  /** Takes the `strategy`. */
  action: FormAction;
  hidden?: Record<string, string | undefined>;
  choices: (keyof typeof words)[];
  /** A code has gone to one number already. */
  hasNumber?: boolean;
}

/** Which second step to set up, for somebody who needs one and has none. */
export function ChooseEnrolment({ action, hidden, choices, hasNumber }: ChooseEnrolmentProps) {
  const warning = useId();
  const hasApp = choices.includes("totp");
  return (
    <AuthForm action={action} hidden={hidden}>
      {choices.map((id) => (
        <SubmitButton
          key={id}
          name="strategy"
          value={id}
          variant="outline"
          className="h-auto px-4 py-2.5 whitespace-normal"
          aria-describedby={id === "phone-code" ? warning : undefined}
        >
          <span className="flex min-w-0 grow flex-col items-start text-left">
            <span className="flex flex-wrap items-center gap-2">
              {hasNumber && id === "phone-code" ? "Another number" : words[id].label}{" "}
              {id === "totp" && <Badge variant="secondary">Recommended</Badge>}
            </span>
            <span className="font-normal text-muted-foreground in-[button:hover]:text-foreground">
              {words[id].description}
            </span>
          </span>
          <ChevronRightIcon className="text-muted-foreground" aria-hidden="true" />
        </SubmitButton>
      ))}
      {choices.includes("phone-code") && (
        <p id={warning} className="text-sm text-muted-foreground">
          Codes by text message are weaker: a number can be stolen. {hasApp && "Prefer an app."}
        </p>
      )}
      <FormMessage />
    </AuthForm>
  );
}
