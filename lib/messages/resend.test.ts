import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { noAccount } from "./templates/no-account";

/** Speaks Resend's HTTP API on loopback; the client under test is Resend's own. */
async function startResend(status: number, answer: unknown) {
  const requests: { url?: string; key?: string; body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({
      url: request.url,
      key: request.headers.authorization,
      body: (await json(request)) as Record<string, unknown>,
    });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("RESEND_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("RESEND_API_KEY", "re_secret");
  vi.resetModules();
  return { requests, stop: () => server.close(), ...(await import("./email")) };
}

const message = { to: "ada@example.com", ...noAccount({ appName: "Acme", signUpUrl: "https://app.test/sign-up" }) };
let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, "error").mockImplementation((...facts) => void logged.push(JSON.stringify(facts)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("through Resend", () => {
  it("[EM-08] names one recipient, with HTML and text", async () => {
    const { sendEmail, requests, stop } = await startResend(200, { id: "1" });
    expect(await sendEmail(message)).toMatchObject({ ok: true });
    expect(requests).toMatchObject([
      { url: "/emails", key: "Bearer re_secret", body: { to: ["ada@example.com"], subject: message.subject } },
    ]);
    expect(requests[0]?.body.html).toContain("https://app.test/sign-up");
    expect(requests[0]?.body.text).toContain("https://app.test/sign-up");
    stop();
  });

  it("says message_not_sent when it refuses, and logs why without key or recipient", async () => {
    const { sendEmail, stop } = await startResend(403, {
      name: "validation_error",
      statusCode: 403,
      message: "ada@example.com is not your own",
    });
    expect(await sendEmail(message)).toEqual({ ok: false, error: { code: "message_not_sent" } });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain("is not your own");
    expect(logged[0]).not.toMatch(/ada|re_secret/);
    stop();
  });
});
