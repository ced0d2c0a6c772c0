import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { db } from "@/db/client";
import { addWallet } from "@/lib/users/wallets";

/** @returns a wallet with a key of its own. */
export const freshWallet = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());

/** Gives a person a wallet. @param contractOn makes it one of a contract. @returns it. */
export async function giveWallet(
  userId: string,
  { contractOn = null }: { contractOn?: number | null } = {},
): Promise<PrivateKeyAccount> {
  const wallet = freshWallet();
  const { address } = wallet;
  const added = await addWallet(db, userId, { address, contractOn, app: "metamask" }, new Date());
  if (!added.ok) throw new Error(added.error.code);
  return wallet;
}
