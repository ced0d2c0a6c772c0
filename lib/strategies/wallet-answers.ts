import { z } from "zod";
import { walletAddress } from "@/lib/security/wallet-address";
import { WALLET_APPS } from "@/lib/settings/wallet";

/** What a browser says of the wallet that is about to sign: its shape, before anything in it is believed. */
export const signerSchema = z
  .object({
    wallet: z.enum(WALLET_APPS, "Choose a wallet."),
    address: z.string().transform((typed, context) => {
      const address = walletAddress(typed);
      if (!address) context.addIssue("This is not the address of a wallet.");
      return address ?? z.NEVER;
    }),
    chain_id: z.coerce.number("This is not a network.").int().min(1).max(Number.MAX_SAFE_INTEGER),
  })
  .transform(({ wallet, address, chain_id }) => ({ app: wallet, address, chainId: chain_id }));
