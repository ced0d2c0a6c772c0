import type { Sql } from "postgres";
import type { Hex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { clientOf } from "./instances-steps";
import { type ActionAnswer, callAction } from "./raw-actions";
import type { RawClient } from "./raw-forms";
import type { SettingsChange } from "./settings";
import { actions } from "./walk-build";

/* Wallets over HTTP: what a page posts, and what a wallet signs. */

/** All wallets have a button, and sign-up asks for nothing beside. @param chains more that a message may name. */
export const withWallets = (...chains: number[]): SettingsChange => ({
  wallet: { base: true, metamask: true, coinbase: true, okx: true, other: true, chains: [1, 8453, 10, ...chains] },
  email: { signUp: "optional" },
});

/** A signed message, as a page posts it. */
export interface Proof {
  message: string;
  signature: Hex;
}

/** @returns a wallet with a key of its own. */
export const freshWallet = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());

interface Asking {
  address: string;
  chainId?: number;
  app?: string;
}

/** Asks for a message to sign. @returns what came back; `signing` is the message. */
export async function ask(
  client: RawClient,
  { address, chainId = 1, app = "metamask" }: Asking,
  to: "sign-in" | "step-up" = "sign-in",
  headers: Record<string, string> = {},
): Promise<{ status: number; code?: string; message?: string; signing: string }> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ wallet: app, address, chain_id: `${chainId}` })) body.set(name, value);
  const answer = await client.send(`/api/wallets/${to}`, {
    method: "POST",
    body,
    headers: { origin: client.origin, ...headers },
  });
  const text = await answer.text();
  // Who has no business here at all is told in plain text.
  return { status: answer.status, ...(text.startsWith("{") ? JSON.parse(text) : {}) };
}

/** Asks for a message, and signs it. @param as of a contract: its address, and the chain it is on. */
export async function sign(client: RawClient, by: PrivateKeyAccount, as: Partial<Asking> = {}): Promise<Proof> {
  const { status, code, signing } = await ask(client, { address: by.address, ...as });
  if (status !== 200) throw new Error(`${client.origin} gave no message to sign: ${status} ${code}`);
  return { message: signing, signature: await by.signMessage({ message: signing }) };
}

/** @param at a page that uses the action. */
const call = (client: RawClient, name: string, file: string, at: string, form: Record<string, string>) => {
  const action = actions.find((one) => one.name === name && one.file.startsWith(file));
  if (!action) throw new Error(`The build has no action ${name}.`);
  return callAction(client, action.id, at, form);
};

/** Posts a signed message on the sign-in page. Signed in, it leads on. */
export const finish = (client: RawClient, { message, signature }: Proof): Promise<ActionAnswer> =>
  call(client, "walletSignInAction", "app/(auth)/sign-in", "/sign-in", { message, signature });

/** The whole of a sign-in. @returns what came back. */
export const signInBy = async (client: RawClient, by: PrivateKeyAccount, as: Partial<Asking> = {}) =>
  finish(client, await sign(client, by, as));

/** Confirms with a signed message who is signed in. */
export const confirmBy = (client: RawClient, { message, signature }: Proof): Promise<ActionAnswer> =>
  call(client, "confirmAction", "app/(auth)/step-up", "/step-up", { strategy: "wallet", message, signature });

/** Asks, signed in, for the message that adds a wallet. @returns it, signed. */
export async function signToAdd(client: RawClient, by: PrivateKeyAccount): Promise<Proof> {
  const form = { wallet: "metamask", address: by.address, chain_id: "1" };
  const { status, text } = await call(client, "startAddWalletAction", "app/(app)/profile", "/profile", form);
  const signing = /"signing":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (status !== 200 || !signing) throw new Error(`${client.origin} gave no message to sign: ${status} ${text}`);
  const message: string = JSON.parse(`"${signing}"`);
  return { message, signature: await by.signMessage({ message }) };
}

/** Adds a wallet with a signed message. */
export const finishAdding = (client: RawClient, { message, signature }: Proof): Promise<ActionAnswer> =>
  call(client, "finishAddWalletAction", "app/(app)/profile", "/profile", { message, signature });

/** Gives a person a wallet, straight into the database. @param contractOn makes it one of a contract. */
export async function giveWallet(
  db: Sql,
  person: { id: string },
  { address }: { address: string },
  contractOn: number | null = null,
): Promise<void> {
  await db.begin(async (tx) => {
    const [identifier] = await tx<[{ id: string }]>`
      INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
      VALUES (${person.id}, 'wallet', ${address}, now(), true, now()) RETURNING id`;
    await tx`
      INSERT INTO wallets (identifier_id, contract_on, app, last_used_at)
      VALUES (${identifier.id}, ${contractOn}, 'metamask', now())`;
  });
}

/** @returns how many sessions whoever has the wallet has, and whose it is. */
export async function holderOf(db: Sql, { address }: { address: string }) {
  const [row] = await db<{ id: string; sessions: number; contractOn: string | null }[]>`
    SELECT i.user_id AS id, w.contract_on AS "contractOn",
      (SELECT count(*)::int FROM sessions s WHERE s.user_id = i.user_id) AS sessions
    FROM identifiers i JOIN wallets w ON w.identifier_id = i.id WHERE i.kind = 'wallet' AND i.value = ${address}`;
  return row ?? null;
}

/** @returns another browser, whose cookies are those of this one by now. */
export const copyOf = (client: RawClient): RawClient => clientOf(client.origin, client);
