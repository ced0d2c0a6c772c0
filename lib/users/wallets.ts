import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { identifiers, wallets } from "@/db/schema";
import type { ProvedWallet } from "@/db/schema/attempts";
import { fail, type Result } from "@/lib/errors";
import { addIdentifier, repeatPrimary } from "./identifiers";

const columns = {
  id: identifiers.id,
  userId: identifiers.userId,
  address: identifiers.value,
  isPrimary: identifiers.isPrimary,
  createdAt: identifiers.createdAt,
  contractOn: wallets.contractOn,
  app: wallets.app,
  ensName: wallets.ensName,
  lastUsedAt: wallets.lastUsedAt,
};

const rows = (executor: Executor) =>
  executor.select(columns).from(identifiers).innerJoin(wallets, eq(wallets.identifierId, identifiers.id));

export type Wallet = Awaited<ReturnType<typeof rows>>[number];

const isWallet = (address: string) => and(eq(identifiers.kind, "wallet"), eq(identifiers.value, address));

/** @returns whose wallet an address is. @param address in the case of its checksum. */
export async function findWallet(address: string): Promise<Wallet | null> {
  const [row] = await rows(db).where(isWallet(address));
  return row ?? null;
}

/** @returns a person's wallets, the primary one first. */
export const listWallets = (executor: Executor, userId: string): Promise<Wallet[]> =>
  rows(executor).where(eq(identifiers.userId, userId)).orderBy(desc(identifiers.isPrimary), identifiers.createdAt);

/** Gives a wallet to a person. @returns its id; `wallet_taken` when it is somebody's already. */
export async function addWallet(
  tx: Executor,
  userId: string,
  { address, contractOn, app }: ProvedWallet,
  now: Date,
): Promise<Result<{ id: string }>> {
  // One at a time: `ON CONFLICT` looks at one index, and addresses have a second, which would stop the transaction.
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('wallet'), hashtext(${address}))`);
  const added = await addIdentifier(tx, userId, { kind: "wallet", value: address }, { verifiedAt: now, now });
  if (!added.ok) return fail("wallet_taken");
  await tx.insert(wallets).values({ identifierId: added.data.id, contractOn, app, lastUsedAt: now });
  return added;
}

/** Writes down that a wallet has signed its person in. @returns whether it is still theirs, and the same one. */
export async function recordWalletUse(
  tx: Executor,
  userId: string,
  { address, contractOn, app }: ProvedWallet,
  now: Date,
): Promise<boolean> {
  const own = tx
    .select({ id: identifiers.id })
    .from(identifiers)
    .where(and(isWallet(address), eq(identifiers.userId, userId)));
  const used = await tx
    .update(wallets)
    .set({ lastUsedAt: now, app })
    .where(
      and(
        eq(wallets.identifierId, sql`(${own})`),
        contractOn === null ? undefined : eq(wallets.contractOn, contractOn),
      ),
    )
    .returning({ id: wallets.identifierId });
  return used.length > 0;
}

/** Notes what an address calls itself. @param ensName null where it has no name. */
export async function saveEnsName(tx: Executor, { id, userId }: Wallet, ensName: string | null): Promise<void> {
  await tx.update(wallets).set({ ensName }).where(eq(wallets.identifierId, id));
  await repeatPrimary(tx, userId);
}
