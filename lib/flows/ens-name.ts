import "server-only";
import { db } from "@/db/client";
import { offersNames } from "@/lib/security/chains";
import { findWallet, saveEnsName, type Wallet } from "@/lib/users/wallets";

/** Looks up what a wallet calls itself, and keeps it with the wallet. @param address of somebody's wallet. */
export async function refreshEnsName(address: string): Promise<void> {
  if (!offersNames()) return;
  const { lookUpName } = await import("@/lib/security/ens");
  const ensName = await lookUpName(address as `0x${string}`);
  const wallet = await findWallet(address);
  if (!wallet) return;
  const own = isOnEthereum(wallet) ? ensName : null;
  if (wallet.ensName !== own) await db.transaction((tx) => saveEnsName(tx, wallet, own));
}

/** A contract of another chain may share its address with somebody else's on Ethereum, whose the name is. */
const isOnEthereum = ({ contractOn }: Wallet) => contractOn === null || contractOn === 1;
