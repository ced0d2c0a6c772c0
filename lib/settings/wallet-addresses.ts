import { z } from "zod";
import { walletAddress } from "@/lib/security/wallet-address";

/** Two such lists are as much as a form can hold, see the limit in middleware.ts. */
export const ADDRESSES_MAX = 500;
const SHOWN = 50;

/**
 * Addresses of wallets, one a line, in any case; empty lines and repetitions don't count. Kept in the case of their
 * checksum (EIP-55), in which a wallet's address is an identifier.
 */
export const walletAddresses = z
  .union([z.string(), z.array(z.string())], "Write one address in each line.")
  .transform((given, context): `0x${string}`[] => {
    const lines = [given].flat().flatMap((text) => text.split("\n").map((line) => line.trim()));
    const wrong = lines.findIndex((line) => line !== "" && walletAddress(line.toLowerCase()) === null);
    const entries = [...new Set(lines.filter(Boolean).map((line) => line.toLowerCase()))];
    if (entries.length > ADDRESSES_MAX) context.addIssue(`At most ${ADDRESSES_MAX} addresses.`);
    else if (wrong >= 0) context.addIssue(`Line ${wrong + 1} is not the address of a wallet: ${shown(lines[wrong])}`);
    return context.issues.length > 0 ? z.NEVER : entries.flatMap((entry) => walletAddress(entry) ?? []);
  });

const shown = (line = "") => ([...line].length > SHOWN ? `${[...line].slice(0, SHOWN).join("")}…` : line);
