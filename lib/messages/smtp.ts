import "server-only";
import { env } from "@/lib/env";
import { AUTOMATIC, type Sender } from "./sender";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

let kept: ReturnType<typeof connect> | undefined;

/** Loads nodemailer and sets up a pool of connections; the first mail opens the first one. */
async function connect() {
  const url = env.SMTP_URL;
  if (!url) throw new Error("SMTP_URL is not set.");
  const { username, hostname } = new URL(url);
  // A password never crosses a network in clear; `?requireTLS=false` in SMTP_URL overrules this.
  const requireTLS = username !== "" && !LOOPBACK.has(hostname);
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({ url, pool: true, requireTLS, disableFileAccess: true, disableUrlAccess: true });
  // nodemailer rewrites addresses (quotes, case, punycode); the envelope must carry the one that was stored (EM-08).
  transport.use("stream", (mail, done) => {
    const to = mail.data.to as { address: string };
    mail.message.getEnvelope().to = [to.address];
    done();
  });
  return transport;
}

/**
 * Sends over SMTP.
 * @throws nodemailer's error when the server refuses, cannot be reached, or `signal` aborts.
 */
export const sendWithSmtp: Sender = async ({ from, to, subject, html, text }, signal) => {
  kept ??= connect();
  const transport = await kept;
  // An address object is never parsed, so it cannot become a list (CVE-2026-125755).
  const recipient = { name: "", address: to };
  await transport.sendMail({
    from,
    to: recipient,
    envelope: { from, to: recipient },
    subject,
    html,
    text,
    headers: AUTOMATIC,
    signal,
  });
};
