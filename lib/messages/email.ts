import "server-only";
import type { ReactElement } from "react";
import { render, toPlainText } from "react-email";
import { waitAtMost } from "@/db/request-limit";
import { isProduction } from "@/lib/build";
import { appOrigin, env } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { refuseUnsafeRecipient } from "./recipient";
import { sendWithResend } from "./resend";
import type { Sender } from "./sender";
import { sendWithSmtp } from "./smtp";

export type EmailChannel = "resend" | "smtp" | "outbox";

export interface EmailMessage {
  /** One address in its canonical form. */
  to: string;
  subject: string;
  body: ReactElement;
  /** The one-time code inside, so that no log ever repeats it. */
  code?: string;
}

const TIMEOUT_MS = 8000;
const senders: Record<EmailChannel, Sender | null> = {
  resend: sendWithResend,
  smtp: sendWithSmtp,
  // Asked in these words, so that the code behind it is not part of a production build.
  outbox:
    process.env.NODE_ENV === "production" ? null : async (...mail) => (await import("./outbox")).sendToOutbox(...mail),
};

/** @returns the way mail leaves: Resend, else SMTP, else the inbox of a development build, else null. */
export function emailChannel(): EmailChannel | null {
  if (env.RESEND_API_KEY) return "resend";
  if (env.SMTP_URL) return "smtp";
  return senders.outbox && "outbox";
}

/** @returns what to set before mail can be sent, in words for /admin; null when it can. */
export function whyNoEmail(): string | null {
  if (emailChannel()) return null;
  return [
    "No mail can be sent. Set RESEND_API_KEY (from resend.com/api-keys)",
    "or SMTP_URL (like smtp://user:password@mail.example.com:587), then restart.",
  ].join(" ");
}

/**
 * Renders a mail as HTML and plain text and sends it.
 * @param message recipient plus what a template in `templates/` returns.
 * @returns nothing, or `message_not_sent` when there is no channel, the service refuses, or 8 seconds pass.
 * @throws for a recipient that is not one plain address, and for a template that cannot be rendered.
 */
export async function sendEmail({ to, subject, body, code }: EmailMessage): Promise<Result> {
  refuseUnsafeRecipient(to);
  const channel = emailChannel();
  const send = channel && senders[channel];
  if (!send) return notSent({ why: whyNoEmail() });
  const html = await render(body);
  const text = toPlainText(html, { selectors: [{ selector: "h1", options: { uppercase: false } }] });
  try {
    await send(
      { from: from(), to, subject: oneLine(subject), html, text },
      AbortSignal.timeout(waitAtMost(TIMEOUT_MS)),
    );
    return ok();
  } catch (error) {
    return notSent({ channel, domain: to.slice(to.indexOf("@") + 1), ...explain(error, code) });
  }
}

function from(): string {
  if (env.EMAIL_FROM) return env.EMAIL_FROM;
  return isProduction ? `no-reply@${new URL(appOrigin()).hostname}` : "Sign-in starter <no-reply@localhost>";
}

const oneLine = (subject: string) => subject.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

function notSent(facts: Record<string, unknown>) {
  console.error("A mail was not sent.", facts);
  return fail("message_not_sent");
}

/** What a service says about its failure can repeat the recipient, a code or a link; none of them belongs in a log (LG-02). */
function explain(error: unknown, secret?: string) {
  const { message, code, responseCode, command } = error as Error &
    Record<"code" | "responseCode" | "command", unknown>;
  const why = String(message)
    .replace(/\S+@\S+/g, "[address]")
    .replace(/\w+:\/\/\S+/g, "[link]");
  return { code, responseCode, command, why: (secret ? why.replaceAll(secret, "[code]") : why).slice(0, 300) };
}
