import "server-only";
import type { Executor } from "@/db/client";
import { checkWallet } from "@/lib/access/wallet-restrictions";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Attempt } from "@/lib/strategies/strategy";
import { addWallet, recordWalletUse } from "@/lib/users/wallets";
import type { Visit } from "@/lib/visit";

/**
 * Gives the wallet of a journey to its person, or notes that it was used, in the transaction that ends it.
 * @returns `wallet_taken`; `wallet_not_allowed`; `attempt_missing` where it was removed meanwhile.
 */
export async function settleWallet(
  tx: Executor,
  { client, now, settings }: Visit,
  attempt: Attempt,
  userId: string,
): Promise<Result> {
  const { wallet } = attempt.data;
  if (!wallet) return ok();
  // A sign-up passes here twice where a last step is owed.
  if (await recordWalletUse(tx, userId, wallet, now)) return ok();
  if (wallet.known) return fail("attempt_missing");
  const allowed = checkWallet(settings, wallet.address);
  if (!allowed.ok) return allowed;
  const added = await addWallet(tx, userId, wallet, now);
  if (!added.ok) return added;
  await audit(tx, { type: "identifier.added", actorId: userId, client, now, data: { kind: "wallet" } });
  return ok();
}
