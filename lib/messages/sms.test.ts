import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as bodyOf } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const SID = `AC${"0123456789abcdef".repeat(2)}`;
const SERVICE = `MG${"0123456789abcdef".repeat(2)}`;
const TOKEN = "the token of the tests";
const NAMES = [
  "NODE_ENV",
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_FROM",
  "TWILIO_API_URL",
  "TWILIO_LOG_LEVEL",
] as const;
const set = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN, TWILIO_FROM: "+12025550123" };

/** `sms.ts` as it is when the server starts with these variables and no others of its own. */
async function smsWith(values: Partial<Record<(typeof NAMES)[number], string>>) {
  for (const name of NAMES) vi.stubEnv(name, values[name] ?? (name === "NODE_ENV" ? "test" : ""));
  vi.resetModules();
  return { ...(await import("./sms")), ...(await import("../start-up")) };
}

interface Asked {
  request: string;
  authorization?: string;
  form: Record<string, string>;
}

/** Speaks Twilio's Messages API on loopback; the client under test is Twilio's own. */
async function startTwilio(answer: (response: ServerResponse) => void) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    asked.push({
      request: `${request.method} ${request.url}`,
      authorization: request.headers.authorization,
      form,
    });
    answer(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const queued = json(201, { sid: `SM${"0".repeat(32)}`, status: "queued", to: "+12133734253", error_code: null });

const message = { to: "+12133734253", text: "042137 is your Acme code.\n\n@acme.test #042137", code: "042137" };
const failure = { ok: false, error: { code: "message_not_sent" } };
const servers: ReturnType<typeof createServer>[] = [];
let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...facts) => void logged.push(JSON.stringify(facts)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

describe("the way text messages leave", () => {
  it.each([
    [set, "twilio"],
    [{ ...set, NODE_ENV: "production" }, "twilio"],
    [{}, "outbox"],
    [{ ...set, TWILIO_FROM: "" }, "outbox"],
    [{ NODE_ENV: "production" }, null],
    [{ ...set, TWILIO_AUTH_TOKEN: "", NODE_ENV: "production" }, null],
  ])("%j → %s", async (values, channel) => {
    const { smsChannel, whyNoSms } = await smsWith(values);
    expect(smsChannel()).toBe(channel);
    if (channel) expect(whyNoSms()).toBeNull();
    else expect(whyNoSms()).toMatch(/TWILIO_ACCOUNT_SID.*TWILIO_AUTH_TOKEN.*TWILIO_FROM/);
  });

  it("says message_not_sent when there is none", async () => {
    const { sendSms } = await smsWith({ NODE_ENV: "production" });
    expect(await sendSms(message)).toEqual(failure);
  });

  it("keeps it in the outbox of development", async () => {
    const { sendSms } = await smsWith({});
    const { listOutbox } = await import("./outbox");
    expect(await sendSms(message)).toMatchObject({ ok: true });
    expect((await listOutbox())[0]).toMatchObject({ channel: "sms", to: message.to, text: message.text });
  });

  it("[FW-05] half set is a problem at start", async () => {
    for (const name of ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"] as const) {
      const { startUpProblems } = await smsWith({ ...set, [name]: "" });
      const problem = startUpProblems().join();
      expect(problem).toMatch(new RegExp(`^${name} is not set.*TWILIO_`));
      expect(problem).not.toContain(TOKEN);
      const { startUpProblems: ofOne } = await smsWith({ [name]: set[name] });
      expect(ofOne()).toHaveLength(1);
    }
    for (const values of [set, {}]) expect((await smsWith(values)).startUpProblems()).toEqual([]);
  });
});

describe("[P07] through Twilio", () => {
  it("asks once for one message, from the number", async () => {
    const { url, asked } = await startTwilio(queued);
    const { sendSms } = await smsWith({ ...set, TWILIO_API_URL: url });
    expect(await sendSms(message)).toEqual({ ok: true, data: undefined });
    expect(asked).toEqual([
      {
        request: `POST /2010-04-01/Accounts/${SID}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString("base64")}`,
        form: { To: message.to, Body: message.text, From: set.TWILIO_FROM },
      },
    ]);
    expect(logged).toEqual([]);
  });

  it("or through the messaging service", async () => {
    const { url, asked } = await startTwilio(queued);
    const { sendSms } = await smsWith({ ...set, TWILIO_FROM: SERVICE, TWILIO_API_URL: url });
    expect(await sendSms(message)).toMatchObject({ ok: true });
    expect(asked[0]?.form).toEqual({ To: message.to, Body: message.text, MessagingServiceSid: SERVICE });
  });

  const said = `The 'To' number ${message.to} is wrong, 1 (213) 373-4253 too: ${message.text} ${TOKEN} https://t.test/x?042137`;
  const refusals: [what: string, answer: (response: ServerResponse) => void, word: string][] = [
    ["429", json(429, { code: 20429, message: "Too Many Requests", status: 429 }), "20429"],
    ["500", json(500, { code: 20500, message: "An internal server error", status: 500 }), "internal server error"],
    ["500 without a word", (response) => void response.writeHead(500).end(), "HTTP 500"],
    ["a page instead of JSON", (response) => void response.writeHead(502).end("<h1>Bad gateway</h1>"), "HTTP 502"],
    ["a number it does not know", json(400, { code: 21211, message: said, status: 400 }), "21211"],
    ["a wrong token", json(401, { code: 20003, message: "Authenticate", status: 401 }), "20003"],
    ["another address", (response) => void response.writeHead(307, { location: "/elsewhere" }).end(), "HTTP 307"],
    ["a connection that breaks", (response) => void response.destroy(), "hang up"],
  ];
  it.each(refusals)(
    "says message_not_sent at %s, asks no second time, and logs no secret",
    async (_what, answer, word) => {
      const { url, asked } = await startTwilio(answer);
      const { sendSms } = await smsWith({ ...set, TWILIO_API_URL: url });
      expect(await sendSms(message)).toEqual(failure);
      expect(asked).toHaveLength(1);
      expect(logged).toHaveLength(1);
      expect(logged[0]).toContain(word);
      expect(logged[0]).not.toMatch(/2133734253|373-4253|042137|your Acme|the token|t\.test/);
    },
  );

  it("says so when nothing listens", async () => {
    const { sendSms } = await smsWith({ ...set, TWILIO_API_URL: "http://127.0.0.1:9" });
    expect(await sendSms(message)).toEqual(failure);
    expect(logged[0]).toContain("ECONNREFUSED");
  });

  it.each([
    ["never answers", () => {}],
    [
      "answers a byte at a time",
      (response: ServerResponse) => {
        response.writeHead(201, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])("says so after 8 seconds when it %s, and hangs up", async (_what, answer) => {
    const { url, server } = await startTwilio(answer);
    const hungUp = new Promise((resolve) => server.on("connection", (socket) => socket.on("close", resolve)));
    const { sendSms } = await smsWith({ ...set, TWILIO_API_URL: url });
    const { timeout } = AbortSignal;
    const limit = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout.call(AbortSignal, 300));
    expect(await sendSms(message)).toEqual(failure);
    expect(limit).toHaveBeenCalledExactlyOnceWith(8000);
    expect(logged).toHaveLength(1);
    await hungUp;
  });

  it.each([
    "",
    "+",
    "2133734253",
    "+0123456789",
    "+1213373425O",
    "+1 213 373 4253",
    "+12133734253,+14165550132",
    "+12133734253\n",
    "+1213373425312345",
    "whatsapp:+12133734253",
  ])("[SM-02] refuses what is not one number in E.164: %j", async (to) => {
    const { url, asked } = await startTwilio(queued);
    const { sendSms } = await smsWith({ ...set, TWILIO_API_URL: url });
    await expect(sendSms({ ...message, to })).rejects.toThrow("not one number in E.164");
    expect(asked).toEqual([]);
  });
});
