import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers } from "@/db/schema";
import { describeError } from "./log";

describe("[LG-02] what reaches the log", () => {
  it("is the statement that failed, never its parameters", async () => {
    const secret = "somebody@example.test";
    const failures = await Promise.allSettled([
      db.execute(sql`SELECT 1 FROM nowhere WHERE value = ${secret}`),
      db
        .insert(identifiers)
        .values({ userId: crypto.randomUUID(), kind: "email", value: secret, createdAt: new Date() }),
    ]);
    for (const failure of failures) {
      if (failure.status !== "rejected") throw new Error("the statement should have failed");
      const line = describeError(failure.reason);
      expect(line).toMatch(/nowhere|identifiers/);
      expect(line).not.toContain(secret);
    }
  });

  it("[LG-03] cannot be forged by line breaks or terminal codes", () => {
    const line = describeError(new Error("bad\r\n2026-01-01 admin signed in\u001b[2J"));
    expect(line.split("\n")[0]).toBe("Error: bad\\u000d\\u000a2026-01-01 admin signed in\\u001b[2J");
  });
});
