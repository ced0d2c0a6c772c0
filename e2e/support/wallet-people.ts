import type { Sql } from "postgres";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { WalletApp } from "../../db/schema/wallets";
import type { Person } from "./people";

interface GivenWallet {
  app?: WalletApp;
  /** Of a contract: its chain. */
  contractOn?: number;
  /** Whether it is all they have: no address, no password. */
  only?: boolean;
}

/** Gives somebody a wallet, as adding one in the profile would have. @returns it. */
export async function giveWallet(
  db: Sql,
  person: Person,
  { app = "metamask", contractOn, only = false }: GivenWallet = {},
): Promise<PrivateKeyAccount> {
  const wallet = privateKeyToAccount(generatePrivateKey());
  if (only) {
    await db`DELETE FROM identifiers WHERE user_id = ${person.id}`;
    await db`DELETE FROM passwords WHERE user_id = ${person.id}`;
    await db`
      UPDATE users SET email = NULL, email_verified_at = NULL, identifier = ${wallet.address} WHERE id = ${person.id}`;
  }
  await db`
    WITH own AS (
      INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
      SELECT ${person.id}, 'wallet', ${wallet.address}, now(),
        NOT EXISTS (SELECT 1 FROM identifiers WHERE user_id = ${person.id} AND kind = 'wallet'), now() RETURNING id)
    INSERT INTO wallets (identifier_id, contract_on, app, last_used_at)
    SELECT id, ${contractOn ?? null}, ${app}, now() FROM own`;
  return wallet;
}
