import { cookies } from "next/headers";
import { type ErrorCode, isErrorCode, wordsFor } from "@/lib/errors";
import { findAttempt } from "@/lib/flows/attempt";
import { connectionName } from "@/lib/flows/connection-notices";
import type { Settings } from "@/lib/settings/schema";

type Query = Record<string, string | string[] | undefined>;

/** Why a provider's answer led nowhere. */
export interface Problem {
  code: ErrorCode;
  title: string;
  words: string;
  /** Key or id of the connection, as the address has it. */
  connection: string;
  /** The address it is about; only where this browser came from the provider with it. */
  email?: string;
  /** Where the journey was to lead. */
  redirectTo?: string;
}

/** @returns the problem an address of the page names, in words; general ones for what is none of ours. */
export async function readProblem(query: Query, settings: Settings): Promise<Problem> {
  const code = isErrorCode(query.problem) ? query.problem : "sso_failed";
  const connection = typeof query.connection === "string" ? query.connection : "";
  const attempt = await findAttempt(await cookies(), "sso", new Date());
  const own = attempt?.data.problem;
  const email = own?.code === code && own.connection === connection ? own.email : undefined;
  const provider = await connectionName(connection, settings);
  const words = wordsFor({ code, details: { provider, email: email ?? "this address" } });
  return {
    code,
    title: (titles[code] ?? "That did not work").replace("{provider}", provider),
    words: words.charAt(0).toUpperCase() + words.slice(1),
    connection,
    email,
    redirectTo: attempt?.data.connection === connection ? attempt.data.redirectTo : undefined,
  };
}

const titles: Partial<Record<ErrorCode, string>> = {
  attempt_missing: "That took too long",
  banned: "Your account is suspended",
  connection_last: "This is your last way in",
  connection_taken: "Connected to somebody else",
  sign_up_closed: "You have no account here",
  sso_account_exists: "You have an account already",
  sso_account_unproved: "You may have an account already",
  sso_cancelled: "That was cancelled",
  sso_foreign_address: "That is another domain’s address",
  sso_no_account: "You have no account here",
  sso_no_address: "Your address is missing",
  sso_prove_first: "One step is missing",
  sso_provider_down: "No answer from {provider}",
  sso_refused: "That answer could not be trusted",
  sso_unsafe_address: "That address can’t be trusted",
  sso_required: "Sign in through your organisation",
  strategy_unavailable: "That way is switched off",
  too_many_requests: "That was too often",
  unauthenticated: "You were signed out meanwhile",
};
