import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { smsStops } from "@/db/schema";
import { readSmsMeter } from "./sms-guard";
import { forgetAll, later, now, sent, settingsWith } from "./test-sms";

beforeEach(forgetAll);

describe("[B07] the meter", () => {
  it("shows the last 24 hours by country, and what is stopped", async () => {
    await sent(3, { verified: 2 });
    await sent(1, { purpose: "notice" });
    await sent(1, { country: "DE" });
    await sent(9, { country: "FR", minutesAgo: 24 * 60 + 1 });
    await db.insert(smsStops).values([
      { country: "DE", stoppedAt: now },
      { country: "IT", stoppedAt: now, resumedAt: later(-60) },
      { country: "ES", resumedAt: now },
    ]);
    const none = { sent: 0, codes: 0, verified: 0, stoppedAt: null };
    expect(await readSmsMeter(settingsWith({ perDay: 77 }), now)).toEqual({
      today: 5,
      perDay: 77,
      countries: [
        { ...none, country: "US", name: "United States", sent: 4, codes: 3, verified: 2 },
        { ...none, country: "DE", name: "Germany", sent: 1, codes: 1, stoppedAt: now },
        { ...none, country: "IT", name: "Italy", stoppedAt: now },
      ],
    });
  });
});
