import "server-only";
import type { Hex } from "viem";
import { mainnet } from "viem/chains";
import { normalize } from "viem/ens";
import { chainNode } from "./chain-node";

/** Somebody waits for the page that shows it. */
const TIMEOUT_MS = 2000;
/** As long as a name in DNS, which names of ENS can be as well. */
const NAME_MAX = 255;

/**
 * The name an address has chosen for itself (ENS), if the name says so of the address, too: anybody can claim a name.
 * @returns null where there is none, where it is written in a way that could pass for another's, or where Ethereum gave
 * no answer. Never throws.
 */
export async function lookUpName(address: Hex): Promise<string | null> {
  // Names that are kept off the chain are none: its node is asked, and nobody else.
  const node = chainNode(mainnet.id, { timeout: TIMEOUT_MS, chain: mainnet });
  if (!node) return null;
  try {
    const name = await node.getEnsName({ address });
    return name && isPlain(name) ? name : null;
  } catch {
    return null;
  }
}

/** Normalised already, in small letters of English, digits and dashes: of other scripts, one looks like another's. */
const isPlain = (name: string) =>
  name.length <= NAME_MAX && /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(name) && normalize(name) === name;
