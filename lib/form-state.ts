import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { ErrorCode } from "./errors";

/** What an action answers to its form. Serialisable; never carries a password, code or token, but for `backupCodes`. */
export interface FormState {
  code?: ErrorCode;
  /** What happened and what to do next. */
  message?: string;
  /** First error per field. */
  fields?: Record<string, string>;
  /** What was typed, so that it survives an error; never secrets. */
  values?: Record<string, string>;
  /** Words of success, for forms that stay where they are. */
  done?: string;
  /** ISO time from which trying again makes sense. */
  retryAt?: string;
  /** Shown once, right after they were made. */
  backupCodes?: string[];
  /** For the browser's own dialog that creates a passkey. */
  creation?: PublicKeyCredentialCreationOptionsJSON;
  /** For a wallet to sign. */
  signing?: string;
}

/** A server action as a form uses it, through `useActionState`. */
export type FormAction = (state: FormState, data: FormData) => Promise<FormState>;
