import "server-only";
import { type ErrorCode, ok, type Result } from "@/lib/errors";
import type { Visit } from "@/lib/visit";
import { findAttempt, startAttempt } from "./attempt";
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

/** @returns where somebody is told that a provider's answer led nowhere; an admin's test ends where it began. */
export async function stoppedStep(visit: Visit, problem: ErrorCode, connection: string): Promise<NextStep> {
  const attempt = await findAttempt(visit.cookies, "sso", visit.now);
  const { purpose, connection: asked } = attempt?.data ?? {};
  return purpose === "test" && asked === connection
    ? { step: "done", redirectTo: `/admin/sso/${connection}` }
    : { step: "sso-stopped", problem, connection };
}
