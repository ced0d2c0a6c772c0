import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { codeMail, emailWith, startSmtp } from "./test-smtp";

let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...facts) => void logged.push(JSON.stringify(facts)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("the way mail leaves", () => {
  it.each([
    [{ RESEND_API_KEY: "re_1", SMTP_URL: "smtp://localhost" }, "resend"],
    [{ SMTP_URL: "smtp://localhost" }, "smtp"],
    [{}, "outbox"],
    [{ NODE_ENV: "production" }, null],
    [{ NODE_ENV: "production", SMTP_URL: "smtps://localhost" }, "smtp"],
  ])("%j → %s", async (values, channel) => {
    const { emailChannel, whyNoEmail } = await emailWith(values);
    expect(emailChannel()).toBe(channel);
    if (channel) expect(whyNoEmail()).toBeNull();
    else expect(whyNoEmail()).toMatch(/RESEND_API_KEY.*SMTP_URL/);
  });

  it("says message_not_sent when there is none", async () => {
    const { sendEmail } = await emailWith({ NODE_ENV: "production" });
    expect(await sendEmail({ to: "ada@example.com", ...codeMail() })).toEqual({
      ok: false,
      error: { code: "message_not_sent" },
    });
  });
});

describe("a server that fails", () => {
  const failure = { ok: false, error: { code: "message_not_sent" } };

  it("is a value when nothing listens", async () => {
    const { sendEmail } = await emailWith({ SMTP_URL: "smtp://127.0.0.1:1" });
    expect(await sendEmail({ to: "ada@example.com", ...codeMail() })).toEqual(failure);
  });

  it("is a value after 8 seconds when it never answers", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { sendEmail } = await emailWith({ SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    const { timeout } = AbortSignal;
    const asked = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout.call(AbortSignal, 300));
    expect(await sendEmail({ to: "ada@example.com", ...codeMail() })).toEqual(failure);
    expect(asked).toHaveBeenCalledExactlyOnceWith(8000);
    silent.close();
  });

  it("is logged once, without recipient, code or link", async () => {
    const words = "no ada@example.com here, 042137, see https://mx.test/why?ada";
    const refusing = await startSmtp({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error(words), { responseCode: 550 })),
    });
    const { sendEmail } = await emailWith({ SMTP_URL: refusing.url });
    expect(await sendEmail({ to: "ada@example.com", code: "042137", ...codeMail() })).toEqual(failure);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain("550");
    expect(logged[0]).not.toMatch(/ada|042137|mx\.test/);
    expect(await sendEmail({ to: "ada@example.com", ...codeMail() }), "the pool survives").toEqual(failure);
    await refusing.stop();
  });
});
