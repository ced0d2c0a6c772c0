import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A real SMTP server on a free loopback port that keeps what it got: parsed mails, and every byte of the client. */
export async function startSmtp(options: SMTPServerOptions = {}, host = "127.0.0.1") {
  const mails: ParsedMail[] = [];
  const sockets = new Set<Socket>();
  const wire = { text: "", connections: 0 };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => void simpleParser(stream).then((mail) => (mails.push(mail), done()), done),
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
