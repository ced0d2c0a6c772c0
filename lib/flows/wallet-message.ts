import "server-only";
import type { AttemptData } from "@/db/schema/attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { enabledStrategy } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { updateAttempt } from "./attempt";
import { contextOf } from "./prove";

/** The message a wallet is to sign. */
export type Asked = Result<{ done: string; signing: string }>;
export type Signer = NonNullable<AttemptData["signer"]>;

/** Notes which wallet is asked, and on which chain. @returns the message it is to sign. */
export async function askToSign(visit: Visit, attempt: Attempt, signer: Signer): Promise<Asked> {
  const strategy = enabledStrategy("wallet", visit.settings, attempt);
  if (!strategy?.start) return fail("wallet_unavailable");
  const asked = await updateAttempt(attempt, { data: { ...attempt.data, signer } });
  const started = await strategy.start(contextOf(visit, asked));
  if (!started.ok) return started;
  return started.data.kind === "wallet" ? ok({ done: "", signing: started.data.message }) : fail("wallet_unavailable");
}
