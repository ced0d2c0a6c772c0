import { startWalletSignIn } from "@/lib/flows/wallet-sign-in";
import { startWalletStepUp } from "@/lib/flows/wallet-step-up";
import { publicHandler, userHandler } from "@/lib/form-handler";
import { refusal } from "@/lib/guard";
import { signerSchema } from "@/lib/strategies/wallet-answers";

const ceremonies = new Map(
  Object.entries({
    "sign-in": publicHandler(signerSchema, (signer, { visit }) => startWalletSignIn(visit, signer)),
    "step-up": userHandler(signerSchema, (signer, { visit, session }) => startWalletStepUp(visit, session, signer)),
  }),
);

/** The message for a wallet to sign, to sign in or to confirm who it is. Adding a wallet is an action. */
export async function POST(request: Request, { params }: RouteContext<"/api/wallets/[ceremony]">): Promise<Response> {
  const ceremony = ceremonies.get((await params).ceremony);
  return ceremony ? ceremony(request) : refusal({ code: "not_found" });
}
