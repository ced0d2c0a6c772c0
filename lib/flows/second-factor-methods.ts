import "server-only";
import { db } from "@/db/client";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { strategies } from "@/lib/strategies";
import { firstFactorPhone } from "@/lib/strategies/stage";
import type { Attempt } from "@/lib/strategies/strategy";
import { maskPhone } from "@/lib/users/phone-number";
import { countBackupCodes, listSecondFactors } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { updateAttempt } from "./attempt";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";

/** One way to do the second step. */
export interface SecondFactorMethod {
  /** Of the second factor, or `backup-code`. */
  id: string;
  strategy: "totp" | "phone-code" | "backup-code";
  /** E.164, where a code is sent. */
  phone: string | null;
  /** The number as it may be shown to whoever knows the first factor only. */
  to: string | null;
}

/** @returns how the person of an attempt can do the second step, the one to ask for first at the head. */
export async function secondFactorMethods(
  attempt: Pick<Attempt, "userId" | "flow" | "amr" | "identifierKind" | "identifierValue">,
  settings: Settings,
): Promise<SecondFactorMethod[]> {
  const { userId, flow } = attempt;
  if (!userId) return [];
  const [factors, codes] = await Promise.all([listSecondFactors(db, userId), countBackupCodes(userId)]);
  const used = firstFactorPhone(attempt);
  const methods: SecondFactorMethod[] = factors
    .filter(({ phone }) => phone === null || phone !== used)
    .map(({ id, strategy, phone }) => ({ id, strategy, phone, to: phone && maskPhone(phone) }));
  if (codes > 0) methods.push({ id: "backup-code", strategy: "backup-code", phone: null, to: null });
  return methods.filter(({ strategy }) => strategies[strategy].enabled(settings, flow, "second-factor"));
}

/** Puts the journey on one of the methods and sends its code, if it has one. */
export async function chooseMethod(visit: Visit, attempt: Attempt, id: unknown): Promise<Result<NextStep>> {
  const method = (await secondFactorMethods(attempt, visit.settings)).find((one) => one.id === id);
  if (!method) return fail("strategy_unavailable");
  const { phone, strategy } = method;
  // Another number gets a message of its own: the pause is that of each number.
  const moved = phone && phone !== attempt.secondFactorPhone ? { sentAt: null, sentBy: null } : {};
  const named = await updateAttempt(attempt, { secondFactorPhone: phone, ...moved });
  const started = await startMethod(visit, named, strategy);
  return started.ok ? ok({ step: "second-factor", flow: attempt.flow }) : started;
}

/** Begins the last step: the method to ask for first. What can't be sent says so on the next screen, beside the others. */
export async function startSecondFactor(visit: Visit, attempt: Attempt): Promise<Result<NextStep>> {
  const { flow } = attempt;
  if (attempt.awaits === "enrolment") return ok({ step: "enrolment", flow });
  const [first] = await secondFactorMethods(attempt, visit.settings);
  if (first) await chooseMethod(visit, attempt, first.id);
  return ok({ step: "second-factor", flow });
}
