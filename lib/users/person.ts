import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { listLocks } from "@/lib/access/lockout";
import { currentEnsName } from "./ens-name";
import { listIdentifiers } from "./identifiers";
import { formatPhone } from "./phone-number";
import { readResettable } from "./resettable";
import { walletInWords } from "./wallet-in-words";
import { listWallets } from "./wallets";

/** @returns a person as an admin sees them (AZ-06: no password, seed, code or token); null for nobody. */
export async function readPerson(userId: string, now = new Date()) {
  const [user] = await db
    .select({
      id: users.id,
      name: users.name,
      firstName: users.firstName,
      lastName: users.lastName,
      identifier: users.identifier,
      ensName: users.ensName,
      role: users.role,
      bannedAt: users.bannedAt,
      createdAt: users.createdAt,
      lastSignInAt: users.lastSignInAt,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (!user) return null;
  const open = and(eq(sessions.userId, userId), gt(sessions.expires, now));
  const [identifiers, wallets, twoStep, sessionCount, locks] = await Promise.all([
    listIdentifiers(userId),
    listWallets(db, userId),
    readResettable(db, userId, now),
    db.$count(sessions, open),
    listLocks(userId, now),
  ]);
  return {
    ...user,
    ensName: currentEnsName(user.ensName),
    identifiers: identifiers
      .filter(({ kind }) => kind !== "wallet")
      .map((one) => ({ ...one, text: one.kind === "phone" ? formatPhone(one.value) : one.value })),
    wallets: wallets.map(walletInWords),
    twoStep: { ...twoStep, numbers: twoStep.numbers.map(formatPhone) },
    sessionCount,
    locks,
    isLocked: locks.length > 0,
  };
}

export type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>;
