import type { FormState } from "@/lib/form-state";

/** Why a wallet did not sign, where no error of its own says so. */
export type Problem = "no-account" | "no-network" | "switched" | "left" | "garbage";

export class WalletProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

/** What wallets answer instead of a signature: EIP-1193 and EIP-1474. */
const REFUSED = [4001, "ACTION_REJECTED"];
const WAITING = -32002;
const UNAUTHORIZED = 4100;
const GONE = [4900, 4901];

/** @param error what a wallet, or the code that speaks to it, threw. @returns the words for it. */
export function walletFailure(error: unknown, wallet: string): FormState {
  const codes = codesOf(error);
  const is = (...some: unknown[]) => some.some((code) => codes.includes(code));
  const problem = error instanceof WalletProblem ? error.problem : undefined;
  if (is(...REFUSED)) return words(`You said no in ${wallet}, so nothing happened. Try again whenever you like.`);
  if (is(WAITING)) {
    return words(`${wallet} is still waiting for your answer to an earlier request. Open it, answer, then try again.`);
  }
  if (problem === "no-account" || is(UNAUTHORIZED)) {
    return words(`${wallet} is locked or shows no account to this site. Unlock it, choose an account, then try again.`);
  }
  if (problem === "switched") {
    return words(
      `The account in ${wallet} was changed on the way, so nothing happened. Try again with the one you want to use.`,
    );
  }
  if (problem === "no-network") {
    return words(`${wallet} knows none of these networks. Add one of them there, then try again.`);
  }
  if (problem === "left" || is(...GONE)) {
    return words(`${wallet} closed the connection, so nothing happened. Open it, then try again.`);
  }
  return words(`${wallet} gave an answer that can't be used, so nothing happened. Try again, or use another way.`);
}

const words = (message: string): FormState => ({ message });

/** Libraries wrap what a wallet threw, some more than once. */
function codesOf(error: unknown): unknown[] {
  const codes: unknown[] = [];
  let inner = error;
  while (typeof inner === "object" && inner !== null && codes.length < 8) {
    codes.push("code" in inner ? inner.code : undefined);
    inner = "cause" in inner ? inner.cause : undefined;
  }
  return codes;
}
