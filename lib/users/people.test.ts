import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { secondFactors, users } from "@/db/schema";
import { createUser } from "./create";
import type { Identifier } from "./identifiers";
import { listPeople } from "./people";
import { cursorFrom } from "./people-cursor";
import { searchFor } from "./people-search";

const WALLET = "0x71C7656EC7ab88b098defB751B7401B5f6d8976F";

const find = async (search: string) => {
  const { people } = await listPeople({ search, at: null, defaultCountry: "US" });
  return people.map(({ name, identifier }) => name ?? identifier).sort();
};
const open = (place: { older?: unknown; newer?: unknown }, search = "") =>
  listPeople({ search, at: cursorFrom(place), defaultCountry: "US" });

async function create(firstName: string, lastName: string, identifiers: Identifier[], now = new Date()) {
  const proved = identifiers.map((one) => ({ ...one, verifiedAt: now }));
  const names = { firstName, lastName };
  const created = await createUser(db, { identifiers: proved, names, passwordHash: null, now });
  if (!created.ok) throw new Error("the person was not created");
  return created.data.userId;
}

beforeEach(() => db.execute(sql`TRUNCATE users CASCADE`).then(() => undefined));

describe("[P46 T7] finding people", () => {
  beforeEach(async () => {
    await create("Grace", "Hopper", [
      { kind: "email", value: "grace@navy.example" },
      { kind: "phone", value: "+14155552671" },
      { kind: "username", value: "amazing_grace" },
    ]);
    await create("Élodie", "O'Brien", [{ kind: "email", value: "elodie@xn--bcher-kva.example" }]);
    await create("Percy", "100%", [{ kind: "email", value: "50%off_now@shop.example" }]);
    await create("Ada", "Back\\slash", [{ kind: "phone", value: "+447400123456" }]);
    await create("Wanda", "Wallet", [{ kind: "wallet", value: WALLET }]);
  });

  it.each([
    ["GRACE@navy.example ", ["Grace Hopper"]],
    ["grace@", ["Grace Hopper"]],
    ["+1 (415) 555-2671", ["Grace Hopper"]],
    ["(415) 555", ["Grace Hopper"]],
    ["+1415", ["Grace Hopper"]],
    ["1415555", ["Grace Hopper"]],
    ["0044 7400", ["Ada Back\\slash"]],
    ["Amazing_G", ["Grace Hopper"]],
    ["grace hop", ["Grace Hopper"]],
    ["HOPPER", ["Grace Hopper"]],
    ["élo", ["Élodie O'Brien"]],
    ["ÉLODIE", ["Élodie O'Brien"]],
    ["elodie@bücher.example", ["Élodie O'Brien"]],
    ["o'br", ["Élodie O'Brien"]],
    [WALLET, ["Wanda Wallet"]],
    [WALLET.toLowerCase(), ["Wanda Wallet"]],
    [`  ${WALLET.toUpperCase()} `, ["Wanda Wallet"]],
    ["0x71C7656", ["Wanda Wallet"]],
    ["0X71c7", ["Wanda Wallet"]],
    ["0x", ["Wanda Wallet"]],
    ["71C7656", []],
    ["0x71C7…976F", ["Wanda Wallet"]],
    ["0x71C7…976E", []],
    [`${WALLET}0`, []],
    ["navy", []],
    ["hopper grace", []],
  ])("%s", async (typed, found) => {
    expect(await find(typed)).toEqual(found);
  });

  it.each([
    ["%", []],
    ["_", []],
    ["%%%", []],
    ["g%", []],
    ["grac_", []],
    ["amazing%grace", []],
    ["\\", []],
    ["back\\", ["Ada Back\\slash"]],
    ["50%", ["Percy 100%"]],
    ["50%off_", ["Percy 100%"]],
    ["100%", ["Percy 100%"]],
    ["'; DROP TABLE users; --", []],
    ["a\u0000b", []],
    ["\ud800", []],
  ])("[WF-08] stands for itself: %j", async (typed, found) => {
    expect(await find(typed)).toEqual(found);
  });

  it("[WF-08] finds nobody for what is longer than any address", async () => {
    expect(await find("g".repeat(10_000))).toEqual([]);
  });

  it("finds everybody with nothing typed, and says who is an admin, suspended, protected", async () => {
    expect(await find("  ")).toHaveLength(5);
    const number = sql`(SELECT id FROM identifiers WHERE value = '+447400123456')`;
    const owner = sql`(SELECT user_id FROM identifiers WHERE value = '+447400123456')`;
    await db
      .insert(secondFactors)
      .values({ userId: owner, identifierId: number, strategy: "phone-code", createdAt: new Date() });
    const { people } = await open({});
    expect(people.filter(({ hasSecondFactor }) => hasSecondFactor).map(({ name }) => name)).toEqual([
      "Ada Back\\slash",
    ]);
    expect(people.every(({ role, bannedAt }) => role === "user" && bannedAt === null)).toBe(true);
  });

  it("reads no whole table for the address of a wallet, however many there are", async () => {
    await db.execute(sql`
      WITH people AS (INSERT INTO users (created_at) SELECT now() FROM generate_series(1, 20000) RETURNING id)
      INSERT INTO identifiers (user_id, kind, value, created_at)
      SELECT id, 'wallet', '0x' || left(md5(id::text) || md5(id::text), 40), now() FROM people`);
    await db.execute(sql`ANALYZE users, identifiers`);
    for (const typed of [WALLET, WALLET.toLowerCase(), "0x71C7656"]) {
      const rows = await db.execute<{ "QUERY PLAN": string }>(sql`EXPLAIN ${searchFor(typed, "US")?.ids}`);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).toContain("identifiers_wallet");
      expect(plan).not.toContain("Seq Scan");
    }
  });

  it("looks at so many matches of a kind and no more, the exact one among them, and says so", async () => {
    await db.execute(sql`
      INSERT INTO users (last_name, created_at) SELECT 'Zed' || n, now() FROM generate_series(1000, 2000) n`);
    await create("Ann", "Zed", []);
    const page = await open({}, "zed");
    expect([page.isCut, page.people[0]?.name]).toEqual([true, "Ann Zed"]);
    expect((await open({}, "zed1")).isCut).toBe(false);
  });
});

describe("[T7] paging through people", () => {
  /** 60 people; all of one second differ in microseconds, or not at all. */
  beforeEach(async () => {
    await db.execute(sql`
      INSERT INTO users (first_name, created_at)
      SELECT 'P' || n, timestamptz '2026-01-01 00:00:00Z' + (n / 3) * interval '1 microsecond'
      FROM generate_series(1, 60) n`);
  });
  const names = ({ people }: { people: { name: string | null }[] }) => people.map(({ name }) => name);

  it("goes down to the oldest and up again, with nobody twice or left out", async () => {
    const first = await open({});
    const second = await open({ older: first.older });
    const third = await open({ older: second.older });
    expect([first, second, third].map(({ people }) => people.length)).toEqual([25, 25, 10]);
    expect(new Set([first, second, third].flatMap(names)).size).toBe(60);
    expect([first.newer, third.older]).toEqual([null, null]);
    expect(names(await open({ newer: third.newer }))).toEqual(names(second));
    expect(await open({ newer: second.newer })).toEqual(first);
  });

  it("loses nobody to people who join or leave meanwhile, and the way back ends at the whole first page", async () => {
    const first = await open({});
    await create("New", "Comer", []);
    const second = await open({ older: first.older });
    expect(names(second)).not.toEqual(expect.arrayContaining(names(first)));
    expect(second.people).toHaveLength(25);
    await db.delete(users).where(sql`${users.id} = ANY (ARRAY[${first.people[0]?.id}]::uuid[])`);
    const back = await open({ newer: second.newer });
    expect([back.people[0]?.name, back.people.length, back.newer]).toEqual(["New Comer", 25, null]);
  });

  it("goes through what was searched for", async () => {
    const first = await open({}, "p");
    const second = await open({ older: first.older }, "p");
    const third = await open({ older: second.older }, "p");
    expect(new Set([first, second, third].flatMap(names)).size).toBe(60);
    expect(names(await open({ newer: third.newer }, "p"))).toEqual(names(second));
  });

  it.each([
    "",
    "1",
    "1_x",
    "-1_00000000-0000-4000-8000-000000000000",
    "99999999999999999999_00000000-0000-4000-8000-000000000000",
    ["a", "b"],
    undefined,
    "'; --",
  ])("[WF-08] begins at the newest for a place that is none: %j", async (older) => {
    expect(names(await open({ older }))).toEqual(names(await open({})));
  });

  it("begins at the newest for a place beyond the end", async () => {
    expect((await open({ older: "0_00000000-0000-4000-8000-000000000000" })).people).toHaveLength(25);
    expect((await open({ newer: "9999999999999999_ffffffff-ffff-4fff-bfff-ffffffffffff" })).people).toHaveLength(25);
  });
});
