import "server-only";
import { appOrigin } from "@/lib/env";
import type { Result } from "@/lib/errors";
import { sendEmail } from "@/lib/messages/email";
import { accountExists } from "@/lib/messages/templates/account-exists";
import { noAccount } from "@/lib/messages/templates/no-account";
import { resetPasswordCode } from "@/lib/messages/templates/reset-password-code";
import { verificationCode } from "@/lib/messages/templates/verification-code";
import { findOwner } from "@/lib/users/identifiers";
import { CODE_MINUTES } from "./challenges";
import type { Context } from "./strategy";

/**
 * Sends the code, or, where a code would lead nowhere, a notice to the owner of the address: one message either way,
 * so that the screen and its timing tell a stranger nothing (EN-01).
 * @param issue makes and stores the code; not called for a notice.
 */
export async function sendCodeOrNotice(context: Context, to: string, issue: () => Promise<string>): Promise<Result> {
  const { attempt, settings } = context;
  const { appName } = settings.branding;

  if (attempt.flow === "sign-up" || attempt.flow === "add-identifier") {
    const owner = await findOwner({ kind: "email", value: to });
    if (owner?.verified) return sendEmail({ to, ...accountExists({ appName, signInUrl: `${appOrigin()}/sign-in` }) });
  } else if (!attempt.userId) {
    return sendEmail({ to, ...noAccount({ appName, signUpUrl: `${appOrigin()}/sign-up` }) });
  }

  const code = await issue();
  const message =
    attempt.flow === "reset-password"
      ? resetPasswordCode({ appName, code, minutes: CODE_MINUTES })
      : verificationCode({ appName, code, minutes: CODE_MINUTES, purpose: attempt.flow });
  return sendEmail({ to, code, ...message });
}
