import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** A mail service that takes nothing and, in its refusal, repeats everything. */
export interface RefusingSmtp {
  url: string;
  /** The mails it refused, as they crossed the wire. */
  refused: string[];
  stop(): Promise<void>;
}

/** Starts one on loopback. Its answers hold a terminal's escape sequence besides. */
export async function startRefusingSmtp(): Promise<RefusingSmtp> {
  const refused: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {}).once("close", () => open.delete(socket));
    const say = (line: string) => socket.write(`${line}\r\n`);
    let mail: string | undefined;
    let recipient = "";
    let held = "";
    say("220 refusing");
    socket.setEncoding("utf8").on("data", (text: string) => {
      held += text;
      for (let end = held.indexOf("\r\n"); end >= 0; end = held.indexOf("\r\n")) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        if (mail === undefined) {
          recipient = /^RCPT TO:<(.*)>/i.exec(line)?.[1] ?? recipient;
          if (/^DATA/i.test(line)) mail = "";
          say(/^DATA/i.test(line) ? "354 go on" : "250 fine");
        } else if (line === ".") {
          refused.push(mail);
          const subject = /^Subject: (.*)$/m.exec(mail)?.[1];
          say(
            `554 \x1b[31mrefused\x1b[0m: ${subject} for <${recipient}>, see https://mail.example.test/?to=${recipient}`,
          );
          mail = undefined;
        } else {
          mail += `${line}\n`;
        }
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
