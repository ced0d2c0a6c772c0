import "server-only";
import { z } from "zod";
import { fail, ok, type Result } from "@/lib/errors";
import { emailChannel } from "@/lib/messages/email";
import { CODE_LENGTH } from "@/lib/security/code";
import { consume } from "@/lib/security/rate-limits";
import { maskEmail } from "@/lib/users/email-address";
import { claimSend, issueCode, releaseSend, spendCode } from "./challenges";
import { sendCodeOrNotice } from "./email-code-message";
import type { Strategy } from "./strategy";

const proof = z.object({
  code: z
    .string("Enter the code.")
    .transform((typed) => typed.replace(/[\s-]/g, ""))
    .pipe(z.string().regex(new RegExp(`^[0-9]{${CODE_LENGTH}}$`), `Enter the ${CODE_LENGTH} digits of the code.`)),
});

/** A six-digit code sent to an email address. */
export const emailCode: Strategy<z.infer<typeof proof>> = {
  id: "email-code",
  factor: "first",
  provesIdentifier: true,
  enabled: (settings) => settings.email.codeSignIn && emailChannel() !== null,
  proof,

  async start(context) {
    const { attempt, client, now } = context;
    const address = attempt.identifierKind === "email" ? attempt.identifierValue : null;
    if (!address) return fail("strategy_unavailable");

    const claim = await claimSend(attempt.id, now);
    if (!claim.ok) return claim;
    const sent = await limited(address, client.ip, () =>
      sendCodeOrNotice(context, address, () => issueCode(context, "email-code")),
    );
    if (!sent.ok) {
      await releaseSend(attempt.id);
      return sent;
    }
    return ok({ kind: "code-sent", to: maskEmail(address), resendAt: claim.data.resendAt });
  },

  async verify(context, { code }) {
    const spent = await spendCode(context, "email-code", code);
    if (!spent.ok) return spent;
    const { userId, identifierKind: kind, identifierValue: value } = context.attempt;
    if (userId) return ok({ userId });
    return kind && value ? ok({ newUser: { identifier: { kind, value } } }) : fail("code_incorrect");
  },
};

async function limited(address: string, ip: string, send: () => Promise<Result>): Promise<Result> {
  const byNetwork = await consume("send:network", ip);
  if (!byNetwork.ok) return byNetwork;
  const byAddress = await consume("send:address", address);
  return byAddress.ok ? send() : byAddress;
}
