import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";

/**
 * Whether a wallet may become somebody's: at sign-up, and when it is added to an account. People whose wallet it is
 * already are never asked, so no later entry shuts them out.
 * @param address in the case of its checksum, as the lists are.
 * @returns `wallet_not_allowed` for one that is not among the allowed where only they may come, however few they are;
 * elsewhere for a blocked one.
 */
export function checkWallet({ wallet }: Pick<Settings, "wallet">, address: string): Result {
  const isIn = (list: readonly string[]) => list.includes(address);
  return (wallet.allowOnly ? isIn(wallet.allowed) : !isIn(wallet.blocked)) ? ok() : fail("wallet_not_allowed");
}
