import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { identifiers, passkeys, passwords, wallets } from "@/db/schema";
import { listAccounts } from "@/lib/connections/accounts";
import { hasActiveEnterprise } from "@/lib/connections/enterprise";
import { listSecondFactors } from "./second-factors";
import type { Holding } from "./ways-in";

/** @returns what a person could sign in with: proved identifiers, a password, second factors, passkeys, connections. */
export async function readHolding(executor: Executor, userId: string): Promise<Holding> {
  const proved = and(eq(identifiers.userId, userId), isNotNull(identifiers.verifiedAt));
  const [own, [password], secondFactors, passkeyCount, connected, enterprise] = [
    await executor
      .select({
        id: identifiers.id,
        kind: identifiers.kind,
        value: identifiers.value,
        wallet: { app: wallets.app, contractOn: wallets.contractOn },
      })
      .from(identifiers)
      .leftJoin(wallets, eq(wallets.identifierId, identifiers.id))
      .where(proved),
    await executor.select({ at: passwords.updatedAt }).from(passwords).where(eq(passwords.userId, userId)),
    await listSecondFactors(executor, userId),
    await executor.$count(passkeys, eq(passkeys.userId, userId)),
    await listAccounts(executor, userId),
    await hasActiveEnterprise(executor, userId),
  ];
  const connections = connected.map(({ connection }) => connection);
  const hasPassword = password !== undefined;
  return { identifiers: own, hasPassword, secondFactors, passkeys: passkeyCount, connections, enterprise };
}
