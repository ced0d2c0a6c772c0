import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json, text } from "node:stream/consumers";
import { type Loopback, serveOnLoopback } from "./loopback";

/** A text message as it crossed the wire. */
export interface Text {
  /** Counts up in the order of arrival. */
  number: number;
  to: string;
  from: string;
  text: string;
}

/** What happens to messages to one number: taken, refused with a status, or never answered. */
export type Answer = "sent" | "429" | "500" | "hang";

/** The account of the tests, as the app is told about it. */
export const TWILIO_ACCOUNT = {
  TWILIO_ACCOUNT_SID: `AC${"5161".repeat(8)}`,
  TWILIO_AUTH_TOKEN: "b7e1".repeat(8),
  TWILIO_FROM: "+12025550123",
};
const { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN, TWILIO_FROM: FROM } = TWILIO_ACCOUNT;
const AUTHORIZATION = `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString("base64")}`;
const MESSAGES = `/2010-04-01/Accounts/${SID}/Messages.json`;
const LONGEST_WAIT_MS = 60_000;

/**
 * A real HTTP server on loopback that answers like Twilio's Messages API and keeps what it got. Other processes read it:
 * `GET /texts?to=&after=&wait=` answers with the messages to one number (or all) above a number, once there are any;
 * `POST /behaviour {to, answer}` decides how messages to a number fare from now on.
 */
export async function startTwilioPeer(): Promise<Loopback> {
  const texts: Text[] = [];
  const behaviour = new Map<string, Answer>();
  const arrivals = new EventEmitter().setMaxListeners(0);

  async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const [to, from, body] = ["To", "From", "Body"].map((name) => form.get(name) ?? "") as [string, string, string];
    if (request.headers.authorization !== AUTHORIZATION) return refuse(response, 401, 20003, "Authenticate");
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refuse(response, 400, 21211, `Invalid 'To' Phone Number: ${to}`);
    if (from !== FROM) return refuse(response, 400, 21606, `The 'From' phone number ${from} is not yours`);
    if (!body) return refuse(response, 400, 21602, "Message body is required.");
    const answer = behaviour.get(to);
    if (answer === "hang") return;
    if (answer === "429") return refuse(response, 429, 20429, "Too Many Requests");
    if (answer === "500") return refuse(response, 500, 20500, "An internal server error has occurred");
    texts.push({ number: texts.length + 1, to, from, text: body });
    arrivals.emit("text");
    const sid = `SM${randomBytes(16).toString("hex")}`;
    reply(response, 201, { sid, account_sid: SID, status: "queued", to, from, body, error_code: null });
  }

  async function readTexts(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const [to, after] = [query.get("to"), Number(query.get("after") ?? 0)];
    const deadline = AbortSignal.timeout(Math.min(Number(query.get("wait") ?? 0), LONGEST_WAIT_MS));
    const found = () => texts.filter((one) => one.number > after && (!to || one.to === to));
    while (found().length === 0 && !deadline.aborted) {
      await once(arrivals, "text", { signal: deadline }).catch(() => {});
    }
    reply(response, 200, found());
  }

  return serveOnLoopback(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://twilio.invalid");
    const asked = `${request.method} ${pathname}`;
    if (asked === `POST ${MESSAGES}`) return takeMessage(request, response);
    if (asked === "GET /texts") return readTexts(searchParams, response);
    if (asked !== "POST /behaviour") return refuse(response, 404, 20404, `${pathname} was not found`);
    const { to, answer } = (await json(request)) as { to: string; answer: Answer };
    behaviour.set(to, answer);
    reply(response, 200, {});
  });
}

const reply = (response: ServerResponse, status: number, body: unknown) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** As Twilio words its errors. */
const refuse = (response: ServerResponse, status: number, code: number, message: string) =>
  reply(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
