"use client";

import { ChevronRightIcon } from "lucide-react";
import { useId } from "react";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormMessage } from "./form-message";
import { SubmitButton } from "./submit-button";

interface MethodListProps {
  action: FormAction;
  methods: { id: string; label: string; description: string }[];
  redirectUrl?: string;
  /** Posted along unseen. */
  hidden?: Record<string, string | undefined>;
  title?: string;
}

/** The other ways to prove who you are. Nothing where there are none. */
export function MethodList({ action, methods, redirectUrl, hidden, title = "Use another method" }: MethodListProps) {
  const heading = useId();
  if (methods.length === 0) return null;
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3 border-t pt-5">
      <h2 id={heading} className="text-sm font-medium">
        {title}
      </h2>
      <AuthForm action={action} hidden={{ redirect_url: redirectUrl, ...hidden }}>
        {methods.map(({ id, label, description }) => (
          <SubmitButton
            key={id}
            name="strategy"
            value={id}
            variant="outline"
            className="h-auto px-4 py-2.5 whitespace-normal"
          >
            <span className="flex min-w-0 grow flex-col items-start text-left">
              {label}
              <span className="font-normal text-muted-foreground in-[button:hover]:text-foreground">{description}</span>
            </span>
            <ChevronRightIcon className="text-muted-foreground" aria-hidden="true" />
          </SubmitButton>
        ))}
        <FormMessage />
      </AuthForm>
    </section>
  );
}
