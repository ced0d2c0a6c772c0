import "server-only";
import type { AttemptData, ProvedWallet } from "@/db/schema/attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { consume } from "@/lib/security/rate-limits";
import { offeredWallets } from "@/lib/settings/wallet";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { startAttempt, updateAttempt } from "./attempt";
import { finishCeremony, openCeremony } from "./ceremony";
import { complete } from "./complete";
import type { NextStep } from "./next-step";
import { advance } from "./sign-up-advance";
import { type Asked, askToSign, type Signer } from "./wallet-message";

/** @returns the message for a wallet of nobody in particular to sign; the newest of a browser is the one that counts. */
export async function startWalletSignIn(visit: Visit, signer: Signer): Promise<Asked> {
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  if (!offeredWallets(visit.settings).includes(signer.app)) return fail("wallet_unavailable");
  return askToSign(visit, await openCeremony(visit, "wallet"), signer);
}

/** The signed message: whoever has the wallet signs in; a wallet that is nobody's becomes an account, as settings say. */
export async function finishWalletSignIn(
  visit: Visit,
  proof: unknown,
  { redirectUrl }: { redirectUrl?: string },
): Promise<Result<NextStep>> {
  const proved = await finishCeremony(visit, "wallet", proof);
  if (!proved.ok) return proved;
  const verified = proved.data;
  if (!("wallet" in verified) || !verified.wallet) return fail("wallet_refused");
  const redirectTo = sameOriginPath(redirectUrl);
  if (!("userId" in verified)) return signUp(visit, { wallet: verified.wallet, redirectTo });
  const { userId, wallet } = verified;
  const journey = await begin(visit, userId, { wallet: { ...wallet, known: true }, redirectTo });
  return complete(visit, journey, async () => ok({ userId }));
}

async function signUp(visit: Visit, data: AttemptData & { wallet: ProvedWallet }): Promise<Result<NextStep>> {
  if (!visit.settings.signUp.open) return fail("sign_up_closed");
  return advance(visit, await begin(visit, null, data));
}

/** The journey after the wallet: it has proved who it is, and goes on under the rules of any other. */
async function begin(visit: Visit, userId: string | null, data: AttemptData): Promise<Attempt> {
  const flow = userId ? "sign-in" : "sign-up";
  const journey = await startAttempt(visit, { flow, userId, identifier: null, strategy: "wallet", data });
  return updateAttempt(journey, { amr: ["wallet"] });
}
