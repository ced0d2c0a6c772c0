import "server-only";
import { db } from "@/db/client";
import { fail } from "@/lib/errors";
import type { Session } from "@/lib/sessions/read";
import { shortIdentifier } from "@/lib/users/short-identifier";
import { listWallets } from "@/lib/users/wallets";
import type { Visit } from "@/lib/visit";
import { openStepUp } from "./step-up-journey";
import { type Asked, askToSign, type Signer } from "./wallet-message";

/**
 * @returns the message for one of the signed-in person's own wallets to sign, where the first factor is due;
 * `wallet_not_yours` for another.
 */
export async function startWalletStepUp(visit: Visit, session: Session, signer: Signer): Promise<Asked> {
  const own = (await listWallets(db, session.user.id)).map(({ address }) => address);
  if (!own.includes(signer.address)) {
    return fail("wallet_not_yours", { details: { wallets: own.map(shortIdentifier).join(" or ") } });
  }
  const attempt = await openStepUp(visit, session);
  return attempt ? askToSign(visit, attempt, signer) : fail("attempt_missing");
}
