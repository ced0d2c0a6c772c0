import "server-only";
import { type Chain, createPublicClient, http, type PublicClient } from "viem";
import { rpcUrl } from "./chains";

const RESPONSE_MAX_BYTES = 64 * 1024;

/**
 * @param timeout of each question, in milliseconds; none is asked twice.
 * @param chain what viem knows of it, for its names.
 * @returns a client for the chain's node; null where the environment names none.
 */
export function chainNode(
  chainId: number,
  { timeout, chain }: { timeout: number; chain?: Chain },
): PublicClient | null {
  const url = rpcUrl(chainId);
  if (!url) return null;
  return createPublicClient({
    chain,
    // Without CCIP read no contract can make this server fetch an address (EIP-3668).
    ccipRead: false,
    transport: http(url, {
      timeout,
      retryCount: 0,
      maxResponseBodySize: RESPONSE_MAX_BYTES,
      fetchOptions: { redirect: "error" },
    }),
  });
}
