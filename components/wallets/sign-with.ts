import type { Config } from "wagmi";
import { connect, disconnect, signMessage } from "wagmi/actions";
import type { FormState } from "@/lib/form-state";
import type { WalletApp } from "@/lib/settings/wallet";
import { letGo, walletConfig } from "./config";
import { WalletProblem, walletFailure } from "./failure";
import { announcedWallets, findWallet, legacyConnectors, type OwnApp } from "./find";
import type { WalletOption, WalletSetup } from "./setup";
import { switchNetwork } from "./switch-network";
import type { Connection, Picked } from "./wallet-list";

/** What a wallet is waited for. */
export type Step = "connect" | "sign";

/** Whom the server is to write a message for. */
export interface Signer {
  wallet: WalletApp;
  address: string;
  chain_id: string;
}

interface Ceremony {
  setup: WalletSetup;
  /** Asks the wallet to change its network first. */
  switches: boolean;
  /** Ends it whatever the wallet does. */
  signal: AbortSignal;
  onStep(step: Step, wallet: string): void;
  /** Gets the message from the server. */
  ask(signer: Signer): Promise<FormState>;
}

export type Signed =
  | { proof: { message: string; signature: string } }
  /** Somebody changed their mind. */
  | { cancelled: true }
  /** There is no such wallet in this browser. */
  | { missing: true }
  | { failure: FormState };

/** The run that is waited for; an earlier one that was cancelled may still get its answer. */
let latest: AbortSignal | undefined;
let released: Promise<void> | undefined;
let config: Config | undefined;

/**
 * The one door to the code of wallets, loaded when somebody reaches for one: connects, has a message written for the
 * account, has it signed, and lets go of the wallet again.
 */
export async function signWith({ id: app, name }: WalletOption, ceremony: Ceremony): Promise<Signed> {
  const { signal } = ceremony;
  latest = signal;
  const over = new AbortController();
  let picked: Picked | undefined;
  let wallet = name;
  try {
    await released;
    const connecting = app === "other" ? pick(ceremony) : reach(app, ceremony, name);
    connecting.then(
      (late) => {
        if (signal.aborted && latest === signal) released = release(late);
      },
      () => undefined,
    );
    picked = await until(signal, connecting);
    if (!picked) return { missing: true };
    if (picked === "closed") return { cancelled: true };
    if ("failed" in picked) return { failure: walletFailure(picked.error, picked.failed) };
    if (app === "other") wallet = picked.connector.name;
    const signing = signAs(picked, { ...ceremony, app, wallet });
    return await until(signal, Promise.race([signing, changeOf(picked, over.signal)]));
  } catch (error) {
    return signal.aborted ? { cancelled: true } : { failure: walletFailure(error, wallet) };
  } finally {
    over.abort();
    released = release(picked);
  }
}

async function reach(app: OwnApp, { setup, onStep }: Ceremony, name: string): Promise<Connection | undefined> {
  config ??= walletConfig(setup, legacyConnectors());
  const connector = await findWallet(config, app);
  if (!connector) return undefined;
  await letGo(config);
  onStep("connect", name);
  return { config, connector, ...(await connect(config, { connector })) };
}

/** Somebody chooses in RainbowKit's list, which is loaded only where there is something to choose from. */
async function pick({ setup, signal }: Ceremony): Promise<Picked | undefined> {
  config ??= walletConfig(setup, legacyConnectors());
  const found = await announcedWallets(config);
  if (found.length === 0 && !setup.projectId && !("ethereum" in window)) return undefined;
  const { pickWallet } = await import("./wallet-list");
  return pickWallet(setup, found, signal);
}

async function signAs(
  { config, connector, accounts: [address], chainId: connectedOn }: Connection,
  { app, wallet, setup, switches, onStep, ask }: Ceremony & { app: WalletApp; wallet: string },
): Promise<Signed> {
  if (!address) throw new WalletProblem("no-account");
  const chainId = switches ? await switchNetwork(connector, setup.networks) : connectedOn;
  if (!Number.isSafeInteger(chainId)) throw new WalletProblem("garbage");
  const answer = await ask({ wallet: app, address, chain_id: String(chainId) });
  if (!answer.signing) return { failure: answer };
  onStep("sign", wallet);
  const signature: unknown = await signMessage(config, { connector, account: address, message: answer.signing });
  if (typeof signature !== "string" || !/^0x([0-9a-f]{2})+$/i.test(signature)) throw new WalletProblem("garbage");
  return { proof: { message: answer.signing, signature } };
}

/** @throws as soon as the wallet is no longer on the account that was asked. Never resolves. */
function changeOf({ connector, accounts: [address] }: Connection, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onChange = ({ accounts }: { accounts?: readonly string[] }) => {
      if (accounts && accounts[0] !== address) reject(new WalletProblem("switched"));
    };
    const onLeave = () => reject(new WalletProblem("left"));
    connector.emitter.on("change", onChange);
    connector.emitter.on("disconnect", onLeave);
    over.addEventListener("abort", () => {
      connector.emitter.off("change", onChange);
      connector.emitter.off("disconnect", onLeave);
    });
  });
}

function until<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      if (signal.aborted) reject(signal.reason);
    }),
  ]);
}

/** Lets go of the wallet: the next press starts afresh, and nothing lingers. */
async function release(picked: Picked | undefined): Promise<void> {
  // RainbowKit remembers which wallet was used last; the next person at this browser need not know.
  for (const key of Object.keys(localStorage)) if (key.startsWith("rk-")) localStorage.removeItem(key);
  if (!picked || picked === "closed" || "failed" in picked) return;
  try {
    await disconnect(picked.config, { connector: picked.connector });
  } catch {
    // It has left by itself.
  }
}
