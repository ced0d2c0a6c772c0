import "server-only";
import { waitAtMost } from "@/db/request-limit";
import { env } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { sendWithTwilio } from "./twilio";

export type SmsChannel = "twilio" | "outbox";

export interface SmsMessage {
  /** E.164, as `parsePhone` gives it. */
  to: string;
  text: string;
  /** The one-time code inside, so that no log ever repeats it. */
  code?: string;
}

const TIMEOUT_MS = 8000;
const E164 = /^\+[1-9]\d{6,14}$/;
const senders: Record<SmsChannel, ((to: string, text: string, signal: AbortSignal) => Promise<void>) | null> = {
  twilio: sendWithTwilio,
  // Asked in these words, so that the code behind it is not part of a production build.
  outbox:
    process.env.NODE_ENV === "production"
      ? null
      : async (to, text) => (await import("./outbox")).putInOutbox({ channel: "sms", to, text }),
};

/** @returns the way text messages leave: Twilio, else the inbox of a development build, else null. */
export function smsChannel(): SmsChannel | null {
  if (env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN && env.TWILIO_FROM) return "twilio";
  return senders.outbox && "outbox";
}

/** @returns what to set before text messages can be sent, in words for /admin; null when they can. */
export function whyNoSms(): string | null {
  if (smsChannel()) return null;
  return [
    "No text message can be sent. Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (both from console.twilio.com)",
    "and TWILIO_FROM (your number there, like +12025550123, or a messaging service, MG…), then restart.",
  ].join(" ");
}

/**
 * Sends a text message. Whether it may be sent is not decided here: `claimSms` first.
 * @returns nothing, or `message_not_sent` when there is no channel, the service refuses, or 10 seconds pass.
 * @throws for a recipient that is not one number in E.164. The words never repeat it.
 */
export async function sendSms({ to, text, code }: SmsMessage): Promise<Result> {
  if (!E164.test(to)) throw new Error("This is not one number in E.164, so no text message was sent to it.");
  const channel = smsChannel();
  const send = channel && senders[channel];
  if (!send) return notSent({ why: whyNoSms() });
  try {
    await send(to, text, AbortSignal.timeout(waitAtMost(TIMEOUT_MS)));
    return ok();
  } catch (error) {
    return notSent({ channel, ...explain(error, [text, code, env.TWILIO_AUTH_TOKEN]) });
  }
}

function notSent(facts: Record<string, unknown>) {
  console.error("A text message was not sent.", facts);
  return fail("message_not_sent");
}

/** What a service says about its failure can repeat the number, the text or the code; none of them belongs in a log (LG-02). */
function explain(error: unknown, secrets: (string | undefined)[]) {
  const { message, code, status } = error as Error & Record<"code" | "status", unknown>;
  const why = secrets
    .reduce<string>((words, secret) => (secret ? words.replaceAll(secret, "[secret]") : words), String(message))
    .replace(/\w+:\/\/\S+/g, "[link]")
    // A number, however it is written; an address of the network has no seven digits in a row.
    .replace(/\+?\d(?:[ ()-]*\d){6,}/g, "[number]");
  return { code, status, why: why.slice(0, 300) };
}
