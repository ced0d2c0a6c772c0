import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { vi } from "vitest";
import { verificationCode } from "./templates/verification-code";

const NAMES = ["RESEND_API_KEY", "SMTP_URL", "EMAIL_FROM", "APP_URL", "NODE_ENV"] as const;

/** `email.ts` as it is when the server starts with these variables and no others of its own. */
export async function emailWith(values: Partial<Record<(typeof NAMES)[number], string>>) {
  for (const name of NAMES) vi.stubEnv(name, values[name] ?? (name === "NODE_ENV" ? "test" : ""));
  vi.resetModules();
  return import("./email");
}

/** A mail to send. */
export const codeMail = (appName = "Acme") =>
  verificationCode({ appName, code: "042137", minutes: 10, purpose: "sign-in" });

/** A real SMTP server on a free loopback port that keeps what it got: parsed mails, and every byte of the client. */
export async function startSmtp(options: SMTPServerOptions = {}, host = "127.0.0.1") {
  const mails: ParsedMail[] = [];
  const sockets = new Set<Socket>();
  const wire = { text: "", connections: 0 };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const parsed = simpleParser(stream).then((mail) => void mails.push(mail));
      parsed.then(() => done(), done);
    },
    ...options,
  });
  smtp.on("error", () => {});
  smtp.server.on("connection", (socket) => {
    wire.connections += 1;
    sockets.add(socket);
    socket.on("data", (chunk) => (wire.text += chunk.toString("latin1")));
  });
  smtp.listen(0, host);
  await once(smtp.server, "listening");
  const { port } = smtp.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://${host}:${port}`,
    mails,
    wire,
    /** Recipients exactly as they crossed the wire. */
    recipients: () => [...wire.text.matchAll(/^RCPT TO:<(.*)>\r$/gm)].map((match) => match[1]),
    /** Hangs up first: the pool under test keeps its connections. */
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((done) => smtp.close(done));
    },
  };
}
