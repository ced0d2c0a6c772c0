import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { connectionAttempts } from "@/db/schema";
import { createEnterprise } from "@/lib/flows/test-connections";
import { listConnectionAttempts, markAsTest, recordConnectionAttempt } from "./connection-log";

const NOW = new Date("2026-11-23T12:00:00Z");
const attempt = (connectionId: string, isTest = false) => ({
  connectionId,
  isTest,
  problem: null,
  checks: [],
  decoded: null,
});

describe("[B08] the log of a connection", () => {
  it("keeps names and what is about nobody; the rest is masked, and what binds a token is left out", async () => {
    const connectionId = await createEnterprise();
    await recordConnectionAttempt(
      {
        ...attempt(connectionId),
        checks: [
          { id: "status", state: "failed", found: "User ada.byron@acme.test (Ada <ada@acme.test>) is not assigned" },
        ],
        decoded: {
          iss: "https://idp.test",
          aud: ["client-1"],
          exp: 1_800_000_000,
          email_verified: true,
          email: "ada.byron@acme.test",
          given_name: "Ada",
          upn: "Ada Byron @ Acme",
          groups: ["Secret project", "ada.byron@acme.test"],
          address: { street: "12 St James's Square", iss: "Byron", deep: { er: { still: "Byron" } } },
          birthdate: 18151210,
          nonce: "n-0S6_WzA2Mj",
          at_hash: "77QmUPtjPfzWtF2AnpK9RQ",
          broken: "\ud800\u0000Byron",
        },
      },
      NOW,
    );
    const [kept] = await listConnectionAttempts(connectionId);
    expect(kept?.decoded).toEqual({
      iss: "https://idp.test",
      aud: ["client-1"],
      exp: 1_800_000_000,
      email_verified: true,
      email: "a•••@acme.test",
      given_name: "A•••",
      upn: "A•••",
      groups: ["S•••", "a•••@acme.test"],
      address: { street: "1•••", iss: "B•••", deep: { er: "•••" } },
      birthdate: "•••",
      broken: "�•••",
    });
    expect(kept?.checks).toEqual([
      { id: "status", state: "failed", found: "User a•••@acme.test (Ada <a•••@acme.test>) is not assigned" },
    ]);
    const [row] = await db.execute(`SELECT c::text FROM connection_attempts c WHERE id = '${kept?.id}'`);
    for (const secret of ["byron", "Byron", "n-0S6", "77Qm", "St James"])
      expect(JSON.stringify(row)).not.toContain(secret);
  });

  it("masks the attributes of a SAML assertion whatever their names", async () => {
    const connectionId = await createEnterprise();
    const decoded = {
      verified: true,
      issuer: "https://idp.test",
      nameId: "ada",
      attributes: { issuer: ["Byron"], mail: ["ada@acme.test"] },
    };
    await recordConnectionAttempt({ ...attempt(connectionId), decoded }, NOW);
    const [kept] = await listConnectionAttempts(connectionId);
    expect(kept?.decoded).toEqual({
      verified: true,
      issuer: "https://idp.test",
      nameId: "a•••",
      attributes: { issuer: ["B•••"], mail: ["a•••@acme.test"] },
    });
  });

  it("keeps the last twenty of each kind, of each connection", async () => {
    const [one, other] = [await createEnterprise(), await createEnterprise()];
    await recordConnectionAttempt(attempt(other), NOW);
    await recordConnectionAttempt(attempt(one, true), NOW);
    const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
    for (let minute = 1; minute <= 25; minute++) await recordConnectionAttempt(attempt(one), at(minute));
    const kept = await listConnectionAttempts(one);
    expect(kept.map(({ at: moment }) => moment)).toEqual([...Array.from({ length: 20 }, (_, n) => at(25 - n)), NOW]);
    expect(kept.at(-1)?.isTest).toBe(true);
    expect(await listConnectionAttempts(other)).toHaveLength(1);
  });

  it("is a test's when its browser says so afterwards, of this connection only", async () => {
    const [one, other] = [await createEnterprise(), await createEnterprise()];
    const id = await recordConnectionAttempt(attempt(one), NOW);
    await markAsTest(other, id);
    await markAsTest(one, "'; DROP TABLE connection_attempts; --");
    await markAsTest(one, null);
    expect((await listConnectionAttempts(one))[0]?.isTest).toBe(false);
    await markAsTest(one, id);
    expect((await listConnectionAttempts(one))[0]?.isTest).toBe(true);
  });

  it("does nothing for a connection that is gone", async () => {
    const gone = randomUUID();
    await recordConnectionAttempt(attempt(gone), NOW);
    expect(await db.select().from(connectionAttempts).where(eq(connectionAttempts.connectionId, gone))).toEqual([]);
  });
});
