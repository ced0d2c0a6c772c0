import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers } from "@/db/schema";
import { createPerson } from "@/lib/flows/test-visit";
import { freshWallet } from "@/lib/flows/test-wallets";
import { addWallet } from "./wallets";

it("[P33] an address given to many people at the same moment is one person's, and the others are told so", async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => createPerson()));
  // Many rounds: both indexes of an address have to be hit between two steps of another transaction.
  for (let round = 0; round < 50; round++) {
    const { address } = freshWallet();
    const give = (userId: string) =>
      db.transaction((tx) => addWallet(tx, userId, { address, contractOn: null, app: "other" }, new Date()));
    const answers = await Promise.all(people.map(({ userId }) => give(userId)));
    expect(answers.map((answer) => (answer.ok ? "ok" : answer.error.code)).sort()).toEqual([
      "ok",
      ...Array.from({ length: 7 }, () => "wallet_taken"),
    ]);
    expect(await db.$count(identifiers, eq(identifiers.value, address))).toBe(1);
  }
});
