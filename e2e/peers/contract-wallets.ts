import { encodeFunctionData, type Hex, serializeErc6492Signature } from "viem";
import type { LocalChain } from "./chain";
import { contract } from "./contracts/compile";

/** A contract wallet that nobody has deployed yet. */
export interface PlannedWallet {
  address: Hex;
  /** A signature of its owner, with what deploys the wallet (ERC-6492). */
  wrap(signature: Hex): Hex;
  deploy(): Promise<void>;
}

/** Deploys a wallet that its owner signs for. @returns its address. */
export const ownedWallet = (chain: LocalChain, owner: Hex): Promise<Hex> => chain.deploy("OwnedWallet", [owner]);

/** A wallet goes to another owner. */
export const handOn = (chain: LocalChain, wallet: Hex, from: Hex, to: Hex): Promise<void> =>
  chain.transact("OwnedWallet", wallet, "handOn", [to], from);

/** @param factory of this chain: a `WalletFactory`. @returns the wallet it would deploy for an owner. */
export async function plannedWallet(chain: LocalChain, factory: Hex, owner: Hex): Promise<PlannedWallet> {
  const { abi } = await contract("WalletFactory");
  const data = encodeFunctionData({ abi, functionName: "create", args: [owner] });
  return {
    address: await chain.ask<Hex>("WalletFactory", factory, "addressOf", [owner]),
    wrap: (signature) => serializeErc6492Signature({ address: factory, data, signature }),
    deploy: () => chain.transact("WalletFactory", factory, "create", [owner]),
  };
}
