import "server-only";
import type { z } from "zod";
import { fail, ok } from "@/lib/errors";
import { CODE_LENGTH } from "@/lib/security/code";
import { STEPS } from "@/lib/security/totp";
import { proveTotpEnrolment, spendTotp } from "@/lib/users/authenticator";
import { codeProof } from "./codes";
import { stageOf } from "./stage";
import type { Strategy } from "./strategy";
import { countTry } from "./tries";

/** The six digits an authenticator app shows (RFC 6238). */
export const totp: Strategy<z.infer<typeof codeProof>> = {
  id: "totp",
  factor: "second",
  identifiers: [],
  provesIdentifier: false,
  guessing: { locksAs: "authenticator app", ceiling: { perYear: 0.0009, chance: () => STEPS / 10 ** CODE_LENGTH } },
  enabled: ({ mfa }, _, stage) => stage === "second-factor" || mfa.totp,
  proof: codeProof,

  async verify(context, { code }) {
    const { attempt, now } = context;
    const { id: attemptId, userId } = attempt;
    const counted = await countTry(context);
    if (!counted.ok) return counted;
    if (!userId) return fail("totp_incorrect");
    const verdict =
      stageOf(attempt) === "enrolment"
        ? await proveTotpEnrolment({ attemptId, userId }, code, now)
        : await spendTotp(userId, code, now);
    if (verdict === "right") return ok({ userId });
    if (verdict === "unreadable") return fail("strategy_unavailable");
    return fail(verdict === "used" ? "totp_used" : "totp_incorrect");
  },
};
