import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startFaultProxy } from "../../e2e/peers/fault-proxy";
import { codeMail, emailWith, startSmtp } from "./test-smtp";

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let logged: string[];
beforeEach(async () => {
  smtp = await startSmtp();
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...facts) => void logged.push(JSON.stringify(facts)));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await smtp.stop();
});

describe("over SMTP", () => {
  it("sends HTML and text, with the code in the subject and in both", async () => {
    const { sendEmail } = await emailWith({ SMTP_URL: smtp.url, EMAIL_FROM: "Acme <hello@acme.test>" });
    expect(await sendEmail({ to: "ada@example.com", ...codeMail() })).toEqual({ ok: true, data: undefined });
    const [got] = smtp.mails;
    expect(got?.subject).toBe("042137 is your Acme sign-in code");
    expect(got?.from?.text).toBe('"Acme" <hello@acme.test>');
    expect(got?.text).toContain("042137");
    expect(got?.html).toContain("042137");
    expect(got?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(logged).toEqual([]);
  });

  it("uses APP_URL's host as sender in production when EMAIL_FROM is unset", async () => {
    const { sendEmail } = await emailWith({
      NODE_ENV: "production",
      SMTP_URL: smtp.url,
      APP_URL: "https://id.example.com:8443/x",
    });
    await sendEmail({ to: "ada@example.com", ...codeMail() });
    expect(smtp.mails[0]?.from?.text).toBe("no-reply@id.example.com");
  });

  it("[B32] sends again as soon as its server does, which fell silent on every connection there was", async () => {
    const proxy = await startFaultProxy(smtp.url);
    const { sendEmail } = await emailWith({ SMTP_URL: proxy.url });
    const send = () => sendEmail({ to: "ada@example.com", ...codeMail() });
    // As many at once as there are connections.
    const sendMany = () => Promise.all(Array.from({ length: 5 }, send));
    expect((await sendMany()).filter(({ ok }) => ok)).toHaveLength(5);
    proxy.silence();
    expect((await sendMany()).filter(({ ok }) => ok)).toHaveLength(0);
    expect(await send()).toMatchObject({ ok: true });
    await proxy.stop();
  });

  it("[EM-08] gives RCPT TO the address byte for byte", async () => {
    const { sendEmail } = await emailWith({ SMTP_URL: smtp.url });
    const stored = [
      "ada@example.com",
      "Ada@Example.COM",
      "o'brien+tag@example.com",
      "a%b!c@example.com",
      "x@xn--bcher-kva.example",
      "{`|}~@0x7f.1",
    ];
    for (const to of stored) expect(await sendEmail({ to, ...codeMail() })).toMatchObject({ ok: true });
    expect(smtp.recipients()).toEqual(stored);
  });

  it("[EM-08] refuses what is not one plain address and sends nothing", async () => {
    const { sendEmail } = await emailWith({ SMTP_URL: smtp.url });
    for (const to of hostile) {
      await expect(sendEmail({ to, ...codeMail() }), JSON.stringify(to)).rejects.toThrow("not one plain email address");
    }
    expect(smtp.wire.connections).toBe(0);
  });

  it.each(["\r\nBcc: eve@evil.test", "\nSubject: other", "\rX-Evil: 1", "\u2028X-Evil: 1", "\u0000X-Evil: 1"])(
    "[WF-06] a name with a line break adds no header: %j",
    async (evil) => {
      const { sendEmail } = await emailWith({ SMTP_URL: smtp.url });
      const body = codeMail(`Acme${evil}`);
      await sendEmail({ to: "ada@example.com", body: body.body, subject: `${body.subject}${evil}` });
      expect(smtp.recipients()).toEqual(["ada@example.com"]);
      expect([...(smtp.mails[0]?.headers.keys() ?? [])]).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/bcc|x-evil/)]),
      );
      expect(smtp.wire.text.match(/^Subject:/gm)).toHaveLength(1);
      expect(smtp.mails[0]?.subject).not.toMatch(/[\p{Cc}\u2028]/u);
    },
  );

  it("never sends a password over a network in clear", async () => {
    const remote = await startSmtp({}, "127.0.0.2").catch(() => null);
    if (!remote) return;
    const { sendEmail } = await emailWith({ SMTP_URL: remote.url.replace("//", "//user:hunter2@") });
    expect(await sendEmail({ to: "ada@example.com", ...codeMail() })).toMatchObject({ ok: false });
    expect(remote.wire.text).not.toMatch(/AUTH|RCPT/);
    expect(logged.join()).not.toContain("hunter2");
    await remote.stop();
  });
});

const hostile = [
  "",
  "ada",
  "a@evil.test,v@corp.test",
  "a@evil.test;v@corp.test",
  "a@evil.test v@corp.test",
  "a@evil.test\r\nRCPT TO:<v@corp.test>",
  "a@evil.test\nBcc: v@corp.test",
  "a@evil.test\rv@corp.test",
  "a@evil.test\tv@corp.test",
  "a@evil.test\u0000",
  "<a@evil.test>",
  "Ada <a@evil.test>",
  "a@evil.test>,<v@corp.test",
  '"e@evil.test"@corp.test',
  '"a b"@corp.test',
  "v@corp.test(x)evil.test",
  "v(x)@corp.test",
  "a@evil.test@corp.test",
  "a\uFF20evil.test@corp.test",
  "group:a@evil.test;",
  "v@[127.0.0.1]",
  "v@corp.test\u2028",
  "v@\u00adcorp.test",
  "a\\@evil.test@corp.test",
  `${"a".repeat(64)}@${"b".repeat(200)}.test`,
];
