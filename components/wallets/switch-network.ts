import type { Connector } from "wagmi";
import { WalletProblem } from "./failure";
import type { WalletSetup } from "./setup";

interface Provider {
  request(asked: { method: string; params: unknown[] }): Promise<unknown>;
}

/** EIP-3326: the wallet has never heard of that chain. MetaMask's app wraps it. */
const UNKNOWN = 4902;
const isUnknown = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  (("code" in error && error.code === UNKNOWN) ||
    ("data" in error && isUnknown(error.data)) ||
    ("originalError" in error && isUnknown(error.originalError)));

/** Asks a wallet to change to the first of the networks it knows. @returns the id of the chain it is on then. */
export async function switchNetwork(connector: Connector, networks: WalletSetup["networks"]): Promise<number> {
  const provider = (await connector.getProvider()) as Provider;
  for (const { id } of networks) {
    try {
      await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId: `0x${id.toString(16)}` }] });
      return await connector.getChainId();
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
  }
  throw new WalletProblem("no-network");
}
