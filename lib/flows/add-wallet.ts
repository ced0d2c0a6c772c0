import "server-only";
import { db } from "@/db/client";
import type { ProvedWallet } from "@/db/schema/attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { isStillOpen, type Session } from "@/lib/sessions/read";
import { offeredWallets } from "@/lib/settings/wallet";
import type { Attempt } from "@/lib/strategies/strategy";
import { lockIdentifiers } from "@/lib/users/identifiers";
import { addWallet, listWallets } from "@/lib/users/wallets";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, requireAttempt, spendAttempt, startAttempt } from "./attempt";
import { by, type Done } from "./change";
import { refreshEnsName } from "./ens-name";
import { prove } from "./prove";
import { transact } from "./transact";
import { type Asked, askToSign, type Signer } from "./wallet-message";
import { notifyWalletChanged } from "./wallet-notices";

const FLOW = "add-wallet";

/** Begins to add a wallet; the caller has asked for a fresh proof. @returns the message it is to sign. */
export async function startAddWallet(visit: Visit, session: Session, signer: Signer): Promise<Asked> {
  if (!offeredWallets(visit.settings).includes(signer.app)) return fail("wallet_unavailable");
  const own = await listWallets(db, session.user.id);
  if (own.some(({ address }) => address === signer.address)) return fail("wallet_exists");
  const attempt = await startAttempt(visit, {
    flow: FLOW,
    userId: session.user.id,
    identifier: null,
    strategy: "wallet",
  });
  return askToSign(visit, attempt, signer);
}

/** The signed message: the wallet is the person's from now on, and they are told. */
export async function finishAddWallet(visit: Visit, session: Session, proof: unknown): Promise<Done> {
  const userId = session.user.id;
  const found = await requireAttempt(visit, FLOW);
  if (!found.ok || found.data.userId !== userId) return fail("attempt_missing");
  const proved = await prove(visit, found.data, "wallet", proof);
  if (!proved.ok) return proved;
  const { attempt, verified } = proved.data;
  const wallet = "wallet" in verified ? verified.wallet : undefined;
  if (!wallet) return fail("wallet_refused");
  const added = await give(visit, session, attempt, wallet);
  if (!added.ok) return added;
  forgetAttempt(visit, FLOW);
  visit.later(() => refreshEnsName(wallet.address));
  visit.later(() => notifyWalletChanged(visit, userId, { how: "added", address: wallet.address }));
  return ok({ done: "Your wallet is added." });
}

const give = (visit: Visit, session: Session, attempt: Attempt, wallet: ProvedWallet): Promise<Result> =>
  transact(async (tx) => {
    const { now } = visit;
    await lockIdentifiers(tx, session.user.id);
    // The owner of the address may have come meanwhile: a stranger's session is over, and leaves nothing (LK-03).
    if (!(await isStillOpen(tx, session))) return fail("unauthenticated");
    if (!(await spendAttempt(tx, attempt, now))) return fail("attempt_missing");
    const added = await addWallet(tx, session.user.id, wallet, now);
    if (!added.ok) return added;
    await audit(tx, { type: "identifier.added", ...by(visit, session), data: { kind: "wallet" } });
    return ok();
  });
