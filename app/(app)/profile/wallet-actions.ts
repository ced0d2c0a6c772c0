"use server";

import { z } from "zod";
import { finishAddWallet, startAddWallet } from "@/lib/flows/add-wallet";
import { recentAction } from "@/lib/safe-action";
import { signerSchema } from "@/lib/strategies/wallet-answers";

/** Answers with the message for the wallet to sign. */
export const startAddWalletAction = recentAction(signerSchema, (signer, { visit, session }) =>
  startAddWallet(visit, session, signer),
);

const proofSchema = z.object({ message: z.unknown(), signature: z.unknown() });
export const finishAddWalletAction = recentAction(proofSchema, (proof, { visit, session }) =>
  finishAddWallet(visit, session, proof),
);
