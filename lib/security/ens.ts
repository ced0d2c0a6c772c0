import "server-only";
import { createPublicClient, type Hex, http } from "viem";
import { mainnet } from "viem/chains";
import { normalize } from "viem/ens";
import { rpcUrl } from "./chains";

/** Somebody waits for the page that shows it. */
const TIMEOUT_MS = 2000;
const RESPONSE_MAX_BYTES = 64 * 1024;
/** As long as a name in DNS, which names of ENS can be as well. */
const NAME_MAX = 255;

/**
 * The name an address has chosen for itself (ENS), if the name says so of the address, too: anybody can claim a name.
 * @returns null where there is none, where it is written in a way that could pass for another's, or where Ethereum gave
 * no answer. Never throws.
 */
export async function lookUpName(address: Hex): Promise<string | null> {
  const url = rpcUrl(mainnet.id);
  if (!url) return null;
  const client = createPublicClient({
    chain: mainnet,
    // Without CCIP read no contract can make this server fetch an address (EIP-3668); names kept off the chain are none.
    ccipRead: false,
    transport: http(url, {
      timeout: TIMEOUT_MS,
      retryCount: 0,
      maxResponseBodySize: RESPONSE_MAX_BYTES,
      fetchOptions: { redirect: "error" },
    }),
  });
  try {
    const name = await client.getEnsName({ address });
    return name && isPlain(name) ? name : null;
  } catch {
    return null;
  }
}

/** Normalised already, in small letters of English, digits and dashes: of other scripts, one looks like another's. */
const isPlain = (name: string) =>
  name.length <= NAME_MAX && /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(name) && normalize(name) === name;
