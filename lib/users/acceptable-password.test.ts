import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema";
import { defaultSettings, type Settings } from "@/lib/settings/schema";

const PASSWORD = "six llamas knit 40 scarves";
const REST = createHash("sha1").update(PASSWORD).digest("hex").toUpperCase().slice(5);

/** What the list of leaked passwords answers; undefined drops the connection. */
let answer: string | undefined;
let asked = 0;
const service = createServer((_, response) => {
  asked++;
  if (answer === undefined) response.destroy();
  else response.end(answer);
});
let acceptPassword: typeof import("./acceptable-password").acceptPassword;

beforeAll(async () => {
  await once(service.listen(0, "127.0.0.1"), "listening");
  vi.stubEnv("BREACHED_PASSWORDS_URL", `http://127.0.0.1:${(service.address() as AddressInfo).port}`);
  vi.resetModules();
  ({ acceptPassword } = await import("./acceptable-password"));
});
afterEach(() => {
  asked = 0;
});
afterAll(() => {
  vi.unstubAllEnvs();
  service.close();
});

/** Somebody's try, and what was written down about it. */
async function attempt(password: string, rules: Partial<Settings["password"]> = {}) {
  const userId = randomUUID();
  const result = await acceptPassword({
    password,
    settings: { ...defaultSettings, password: { ...defaultSettings.password, ...rules } },
    identity: ["grace@example.com"],
    userId,
    client: { ip: "198.51.100.7", userAgent: "a browser" },
    now: new Date("2026-07-01T12:00:00Z"),
  });
  const events = await db.select().from(auditEvents).where(eq(auditEvents.actorId, userId));
  return { code: result.ok ? "ok" : result.error.code, events };
}

describe("[P17 PW-06] a new password", () => {
  it("that leaked elsewhere is refused", async () => {
    answer = `${REST}:42`;
    expect(await attempt(PASSWORD)).toEqual({ code: "password_breached", events: [] });
  });

  it("that did not leak is taken", async () => {
    answer = `${REST}:0`;
    expect(await attempt(PASSWORD)).toEqual({ code: "ok", events: [] });
    expect(asked).toBe(1);
  });

  it("is not looked up when the rules refuse it, or where settings say so", async () => {
    answer = `${REST}:42`;
    expect((await attempt("short")).code).toBe("password_too_short");
    expect((await attempt("grace@example.com")).code).toBe("password_matches_identifier");
    expect((await attempt(PASSWORD, { refuseBreached: false })).code).toBe("ok");
    expect(asked).toBe(0);
  });

  it("[LG-01 LG-02] passes when the list cannot be asked, and that is written down without it", async () => {
    answer = undefined;
    const { code, events } = await attempt(PASSWORD);
    expect(code).toBe("ok");
    expect(events).toMatchObject([{ type: "password.check-failed", result: "failure", data: null }]);
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`llama|${REST}`, "i"));
  });
});
