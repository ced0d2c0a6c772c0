import { EventEmitter, once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A mail as it crossed the wire. */
export interface Mail {
  /** Counts up in the order of arrival. */
  number: number;
  /** Recipients of the envelope, byte for byte: where a real server would deliver. */
  recipients: string[];
  /** The headers `From` and `To`. */
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface MailPeer {
  smtpUrl: string;
  /** `GET ?to=&after=&wait=` answers with the mails to one address (or all) above a number, once there are any. */
  inboxUrl: string;
  stop(): Promise<void>;
}

const LONGEST_WAIT_MS = 60_000;

async function listen(server: { listen(port: number, host: string): unknown; address?(): unknown } & EventEmitter) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

/** A real SMTP server on loopback that keeps what it gets, and an HTTP address under which other processes read it. */
export async function startMailPeer(): Promise<MailPeer> {
  const mails: Mail[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      simpleParser(stream).then((parsed) => {
        mails.push({
          number: mails.length + 1,
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          from: parsed.from?.text ?? "",
          to: [parsed.to]
            .flat()
            .map((to) => to?.text ?? "")
            .join(", "),
          subject: parsed.subject ?? "",
          text: parsed.text ?? "",
          html: parsed.html || "",
        });
        arrivals.emit("mail");
        done();
      }, done);
    },
  });
  // A client that hangs up in the middle is its own affair.
  smtp.on("error", () => {});
  await listen(smtp.server);

  const inbox = createServer(async (request, response) => {
    const query = new URL(request.url ?? "/", "http://inbox.invalid").searchParams;
    const [to, after] = [query.get("to"), Number(query.get("after") ?? 0)];
    const deadline = AbortSignal.timeout(Math.min(Number(query.get("wait") ?? 0), LONGEST_WAIT_MS));
    const found = () => mails.filter((mail) => mail.number > after && (!to || mail.recipients.includes(to)));
    while (found().length === 0 && !deadline.aborted) {
      await once(arrivals, "mail", { signal: deadline }).catch(() => {});
    }
    response.setHeader("content-type", "application/json").end(JSON.stringify(found()));
  });
  await listen(inbox);

  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server as unknown as Server)}`,
    inboxUrl: `http://127.0.0.1:${portOf(inbox)}`,
    async stop() {
      inbox.closeAllConnections();
      await new Promise((closed) => inbox.close(closed));
      await new Promise<void>((closed) => smtp.close(closed));
    },
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
