"use client";

import { type ComponentProps, createContext, use, useEffect, useRef, useState } from "react";
import type { PasswordRules } from "@/lib/users/composition";
import { FormField } from "./form-field";
import { PasswordChecklist } from "./password-checklist";
import { PasswordInput } from "./password-input";
import { StrengthMeter } from "./strength-meter";

export type { PasswordRules };

/** To the control inside a `FormField`, which hands on only what an input knows. */
const Rules = createContext<PasswordRules | null>(null);

/** A password to be chosen. The rules also tell password managers what to generate. */
export function NewPasswordField({
  label,
  rules,
  autoFocus,
}: {
  label: string;
  rules: PasswordRules;
  autoFocus?: boolean;
}) {
  // Safari and its kin read this attribute, which React's types do not know. No `maxlength`: it would cut what is pasted.
  const generator = { passwordrules: inGrammar(rules) };
  return (
    <Rules value={rules}>
      <FormField
        name="password"
        label={label}
        control={RatedPasswordInput}
        autoComplete="new-password"
        autoFocus={autoFocus}
        required
        withMessage
        {...generator}
      />
    </Rules>
  );
}

/** The rules in the grammar of the `passwordrules` attribute. */
const inGrammar = (rules: PasswordRules): string =>
  [
    `minlength: ${rules.minLength};`,
    `maxlength: ${rules.maxLength};`,
    rules.requireLowercase && "required: lower;",
    rules.requireUppercase && "required: upper;",
    rules.requireNumber && "required: digit;",
    rules.requireSymbol && "required: [-!#$%&*+.:=?@_];",
  ]
    .filter(Boolean)
    .join(" ");

/** A password field with its strength and its rules below. */
function RatedPasswordInput(props: ComponentProps<"input">) {
  const rules = use(Rules);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [wanted, setWanted] = useState(false);

  useEffect(() => {
    const field = input.current;
    if (!field) return;
    // Somebody may have begun before this page woke up; and an answered form empties its fields.
    setTyped(field.value);
    if (field === document.activeElement) setWanted(true);
    const forget = () => setTyped("");
    field.form?.addEventListener("reset", forget);
    return () => field.form?.removeEventListener("reset", forget);
  }, []);

  return (
    <div className="space-y-2">
      <PasswordInput
        {...props}
        ref={input}
        aria-describedby={`${props.id}-rules ${props["aria-describedby"]}`}
        onFocus={() => setWanted(true)}
        onChange={(event) => {
          setWanted(true);
          setTyped(event.target.value);
        }}
      />
      {rules && (
        <>
          <StrengthMeter password={typed} minStrength={rules.minStrength} wanted={wanted} />
          <PasswordChecklist id={`${props.id}-rules`} password={typed} rules={rules} />
        </>
      )}
    </div>
  );
}
