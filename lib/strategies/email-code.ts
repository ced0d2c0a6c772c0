import "server-only";
import { z } from "zod";
import { fail } from "@/lib/errors";
import { emailChannel } from "@/lib/messages/email";
import { resetPasswordCode } from "@/lib/messages/templates/reset-password-code";
import { isCodePurpose, verificationCode } from "@/lib/messages/templates/verification-code";
import { CODE_MINUTES, codeGuessing, codeProof, codeRoomAt, issueCode, spendCode } from "./codes";
import { deliver, settleSend } from "./email-delivery";
import { linkMail, linkProof } from "./email-link";
import { spendLink } from "./links";
import type { Strategy } from "./strategy";
import { whoProved } from "./who-proved";

/** Too much guessed, there is a link in place of the code; what is wrong is said of the code. */
const proof = z.union([linkProof, codeProof], { error: ({ errors }) => errors?.at(-1)?.[0]?.message });

/** A six-digit code sent to an email address. */
export const emailCode: Strategy<z.infer<typeof proof>> = {
  id: "email-code",
  factor: "first",
  identifiers: ["email"],
  provesIdentifier: true,
  guessing: codeGuessing("email-code"),
  enabled({ email }, flow) {
    if (emailChannel() === null) return false;
    if (flow === "sign-in") return email.signIn && email.codeSignIn;
    if (!isCodePurpose(flow) && flow !== "reset-password") return false;
    return flow === "sign-up" || flow === "add-identifier" ? email.verifyBy === "code" : true;
  },
  proof,

  async start(context) {
    const { flow } = context.attempt;
    if (!isCodePurpose(flow) && flow !== "reset-password") return fail("strategy_unavailable");
    return deliver(context, "email-code", async () => {
      if ((await codeRoomAt(context, "email-code")) > context.now) return linkMail(context, "email-code");
      const code = await issueCode(context, "email-code");
      const { appName } = context.settings.branding;
      const mail =
        flow === "reset-password"
          ? resetPasswordCode({ appName, code, minutes: CODE_MINUTES })
          : verificationCode({ appName, code, minutes: CODE_MINUTES, purpose: flow });
      return { code, ...mail };
    });
  },

  async verify(context, shown) {
    const spent =
      "token" in shown ? await spendLink(context, shown.token) : await spendCode(context, "email-code", shown.code);
    if (!spent.ok) return spent;
    await settleSend(context);
    return whoProved(context.attempt);
  },
};
