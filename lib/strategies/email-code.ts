import "server-only";
import type { z } from "zod";
import { fail } from "@/lib/errors";
import { emailChannel } from "@/lib/messages/email";
import { resetPasswordCode } from "@/lib/messages/templates/reset-password-code";
import { isCodePurpose, verificationCode } from "@/lib/messages/templates/verification-code";
import { CODE_MINUTES, codeProof, issueCode, spendCode } from "./codes";
import { deliver, settleSend } from "./email-delivery";
import type { Strategy } from "./strategy";
import { whoProved } from "./who-proved";

/** A six-digit code sent to an email address. */
export const emailCode: Strategy<z.infer<typeof codeProof>> = {
  id: "email-code",
  factor: "first",
  identifiers: ["email"],
  provesIdentifier: true,
  enabled({ email }, flow) {
    if (emailChannel() === null) return false;
    if (flow === "sign-in") return email.signIn && email.codeSignIn;
    if (!isCodePurpose(flow) && flow !== "reset-password") return false;
    return flow === "sign-up" || flow === "add-identifier" ? email.verifyBy === "code" : true;
  },
  proof: codeProof,

  async start(context) {
    const { flow } = context.attempt;
    if (!isCodePurpose(flow) && flow !== "reset-password") return fail("strategy_unavailable");
    return deliver(context, "email-code", async () => {
      const code = await issueCode(context, "email-code");
      const { appName } = context.settings.branding;
      const mail =
        flow === "reset-password"
          ? resetPasswordCode({ appName, code, minutes: CODE_MINUTES })
          : verificationCode({ appName, code, minutes: CODE_MINUTES, purpose: flow });
      return { code, ...mail };
    });
  },

  async verify(context, { code }) {
    const spent = await spendCode(context, "email-code", code);
    if (!spent.ok) return spent;
    await settleSend(context);
    return whoProved(context.attempt);
  },
};
