import "server-only";
import { env } from "@/lib/env";
import { AUTOMATIC, type Sender } from "./sender";

/**
 * Sends through resend.com.
 * @throws with Resend's own words when it refuses or cannot be reached.
 */
export const sendWithResend: Sender = async ({ from, to, subject, html, text }, signal) => {
  const { Resend } = await import("resend");
  const resend = new Resend(env.RESEND_API_KEY);
  // An array of one, so that the address is never read as a list.
  const { error } = await resend.emails.send({ from, to: [to], subject, html, text, headers: AUTOMATIC }, { signal });
  if (error) throw Object.assign(new Error(error.message), { code: error.name, responseCode: error.statusCode });
};
