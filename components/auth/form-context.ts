"use client";

import { createContext, useContext } from "react";
import type { FormState } from "@/lib/form-state";

/** What the server last answered, for the parts inside an `AuthForm`. Words are gone while a new answer is awaited. */
export const FormContext = createContext<FormState>({});

export const useAnswer = () => useContext(FormContext);

/** Failures whose words are about one field without naming it: that field is marked and gets the focus. */
function fieldOf(code: FormState["code"]): string | undefined {
  if (code && /^(code|totp|backup_code)_/.test(code)) return "code";
  if (code?.startsWith("password_") || code === "credentials_incorrect") return "password";
  if (code === "country_not_allowed" || code === "sms_stopped") return "phone";
  if (code === "username_taken") return "username";
  return undefined;
}

/** @returns what the answer says about one field. */
export function useField(name: string) {
  const { code, fields, values } = useAnswer();
  const error = fields?.[name];
  return { error, invalid: error !== undefined || fieldOf(code) === name, typed: values?.[name] };
}
