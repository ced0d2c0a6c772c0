import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents, lockouts } from "@/db/schema";
import { startSignIn, verifySignIn } from "./sign-in";
import { createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";
import { unlock } from "./unlock";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
});

describe("[RL-01] lockout", () => {
  it("[RL-02] of 200 wrong passwords at once, ten are evaluated", async () => {
    const person = await createPerson();
    const attempts = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const one = new TestBrowser();
        await startSignIn(one.visit(), { identifier: person.email });
        return one;
      }),
    );
    const results = await Promise.all(
      attempts.map((one) => verifySignIn(one.visit(), "password", { password: "wrong horse" })),
    );
    const codes = results.map(code);
    expect(codes.filter((one) => one === "credentials_incorrect")).toHaveLength(10);
    expect(codes.filter((one) => one === "locked")).toHaveLength(190);
    const failures = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, person.userId), eq(auditEvents.type, "proof")));
    expect(failures).toHaveLength(10);
  });

  it("counts passwords and codes together, holds the right password off for an hour, then lets it in", async () => {
    const person = await createPerson();
    browser.set("signIn", { preferred: "code" });
    await startSignIn(browser.visit(), { identifier: person.email });
    for (let index = 0; index < 5; index++) await verifySignIn(browser.visit(), "email-code", { code: "000000" });
    for (let index = 0; index < 5; index++)
      await verifySignIn(browser.visit(), "password", { password: "wrong horse" });
    const locked = await verifySignIn(browser.visit(), "password", { password: person.password });
    expect(locked).toMatchObject({
      ok: false,
      error: { code: "locked", retryAt: new Date(browser.now.getTime() + 3_600_000) },
    });
    browser.wait(3601);
    await startSignIn(browser.visit(), { identifier: person.email });
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("ok");
    expect(
      await db
        .select()
        .from(lockouts)
        .where(eq(lockouts.subject, `user:${person.userId}`)),
    ).toEqual([]);
  });

  it("looks the same for an address nobody has", async () => {
    const nobody = freshAddress();
    await startSignIn(browser.visit(), { identifier: nobody });
    const codes = [];
    for (let index = 0; index < 11; index++)
      codes.push(code(await verifySignIn(browser.visit(), "password", { password: "wrong horse" })));
    expect(codes).toEqual([...Array(10).fill("credentials_incorrect"), "locked"]);
  });

  it("never takes more than a hundred failures in a row", async () => {
    const person = await createPerson();
    await db.insert(lockouts).values({ subject: `user:${person.userId}`, failures: 99, updatedAt: browser.now });
    await startSignIn(browser.visit(), { identifier: person.email });
    await verifySignIn(browser.visit(), "password", { password: "wrong horse" });
    browser.wait(365 * 86_400);
    await startSignIn(browser.visit(), { identifier: person.email });
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("locked");
  });

  it("[RL-04] does not shut out the browser its owner signed in from, and the mailed link opens it at once", async () => {
    const person = await createPerson();
    await startSignIn(browser.visit(), { identifier: person.email });
    await verifySignIn(browser.visit(), "password", { password: person.password });
    const stranger = new TestBrowser();
    await startSignIn(stranger.visit(), { identifier: person.email });
    for (let index = 0; index < 11; index++)
      await verifySignIn(stranger.visit(), "password", { password: "wrong horse" });
    await stranger.settled();

    await startSignIn(browser.visit(), { identifier: person.email });
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("ok");

    const notice = (await mailTo(person.email)).find(({ text }) => text.includes("/unlock#"));
    const token = notice?.text.match(/\/unlock#([\w-]{43})/)?.[1] ?? "";
    expect(code(await unlock(stranger.visit(), "x".repeat(43)))).toBe("not_found");
    expect(code(await unlock(stranger.visit(), token))).toBe("ok");
    expect(code(await unlock(stranger.visit(), token))).toBe("not_found");
    await startSignIn(stranger.visit(), { identifier: person.email });
    expect(code(await verifySignIn(stranger.visit(), "password", { password: person.password }))).toBe("ok");
  });
});
