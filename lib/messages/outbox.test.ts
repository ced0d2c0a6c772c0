import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { outbox } from "@/db/schema";
import { sendEmail } from "./email";
import { listOutbox, putInOutbox } from "./outbox";
import { verificationCode } from "./templates/verification-code";

describe("the outbox", () => {
  beforeEach(async () => {
    await db.delete(outbox);
  });

  it("keeps a mail as it would have been sent", async () => {
    const mail = verificationCode({ appName: "Acme", code: "042137", minutes: 10, purpose: "sign-in" });
    expect(await sendEmail({ to: "ada@example.com", ...mail })).toMatchObject({ ok: true });
    const [kept] = await listOutbox();
    expect(kept).toMatchObject({ channel: "email", to: "ada@example.com", subject: mail.subject });
    expect(kept?.text.match(/\d{6}/)?.[0]).toBe("042137");
    expect(kept?.html).toContain("042137");
  });

  it("keeps the newest 200 and shows the newest 50, newest first", async () => {
    const old = Array.from({ length: 205 }, (_, age) => ({
      channel: "sms" as const,
      to: "+1",
      text: `${age}`,
      createdAt: new Date(Date.now() - 1000 - age),
    }));
    await db.insert(outbox).values(old);
    await putInOutbox({ channel: "sms", to: "+1", text: "newest" });
    expect(await db.$count(outbox)).toBe(200);
    expect((await listOutbox()).map(({ text }) => text)).toEqual([
      "newest",
      ...Array.from({ length: 49 }, (_, age) => `${age}`),
    ]);
  });
});
