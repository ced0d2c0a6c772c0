import { getAddress } from "viem/utils";

/** @returns an address in the case of its checksum, or null for what is none. @param typed any case (EIP-55). */
export function walletAddress(typed: string): `0x${string}` | null {
  const text = typed.trim();
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? getAddress(text.toLowerCase()) : null;
}
