import "server-only";
import { type ErrorCode, ok, type Result } from "@/lib/errors";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { startAttempt } from "./attempt";
import { connectionTestPath, isConnectionTest } from "./connection-test";
import type { NextStep } from "./next-step";

/**
 * Ends a journey from a provider with a page that says why. What it says about somebody is kept with the journey: only
 * this browser can read it, and no address of a page holds it.
 */
export async function stopWith(
  visit: Visit,
  problem: ErrorCode,
  { connection, email }: { connection: string; email: string },
): Promise<Result<NextStep>> {
  await startAttempt(visit, {
    flow: "sso",
    userId: null,
    identifier: null,
    strategy: null,
    data: { problem: { code: problem, connection, email } },
  });
  return ok({ step: "sso-stopped", problem, connection });
}

/** There is an account with that address, and the provider's word is not enough to link it. */
export const accountExists = (visit: Visit, connection: string, email: string) =>
  stopWith(visit, "sso_account_exists", { connection, email });

/**
 * @param journey as it was when the answer came: it may be spent by now.
 * @returns where somebody is told that a provider's answer led nowhere; an admin's test ends where it began.
 */
export const stoppedStep = (journey: Attempt | null, problem: ErrorCode, connection: string): NextStep =>
  isConnectionTest(journey, connection)
    ? { step: "done", redirectTo: connectionTestPath(connection) }
    : { step: "sso-stopped", problem, connection };
