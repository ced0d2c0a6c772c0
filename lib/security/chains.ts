import "server-only";
import { z } from "zod";

/** Networks by EIP-155 id, as people know them. One that is not here is added by its `RPC_URL_<id>`. */
const KNOWN = new Map([
  [1, "Ethereum"],
  [8453, "Base"],
  [10, "OP Mainnet"],
  [42161, "Arbitrum One"],
  [137, "Polygon"],
  [56, "BNB Smart Chain"],
  [43114, "Avalanche"],
  [100, "Gnosis"],
  [11155111, "Sepolia"],
  [84532, "Base Sepolia"],
]);

export interface Chain {
  id: number;
  name: string;
}

/** @returns where a node of the chain answers (`RPC_URL_<id>`); undefined where none is set or it is no web address. */
export function rpcUrl(chainId: number): string | undefined {
  const url = z.url({ protocol: /^https?$/ }).safeParse(process.env[`RPC_URL_${chainId}`]);
  return url.success ? url.data : undefined;
}

/** @returns whether names of addresses (ENS) can be asked for: they lie on Ethereum. */
export const offersNames = (): boolean => rpcUrl(1) !== undefined;

/** @returns what people call a chain. */
export const chainName = (chainId: number): string => KNOWN.get(chainId) ?? `Chain ${chainId}`;

/** @returns every chain that can be allowed: the known ones and those with a node in the environment. */
export function allChains(): Chain[] {
  const configured = Object.keys(process.env).flatMap((name) => {
    const id = Number(/^RPC_URL_([1-9]\d{0,14})$/.exec(name)?.[1]);
    return id && rpcUrl(id) ? [id] : [];
  });
  return [...new Set([...KNOWN.keys(), ...configured])].map((id) => ({ id, name: chainName(id) }));
}
