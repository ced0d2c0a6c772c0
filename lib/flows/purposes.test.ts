import { beforeEach, describe, expect, it } from "vitest";
import { issueCode } from "@/lib/strategies/codes";
import { issueLink } from "@/lib/strategies/links";
import type { Attempt, Flow, StrategyId } from "@/lib/strategies/strategy";
import { startAttempt } from "./attempt";
import { contextOf, prove } from "./prove";
import { createPerson, freshNumber, TestBrowser } from "./test-visit";

/** Every journey in which a code or link is sent, and by what. */
const purposes = (
  [
    ["sign-in", "email-code"],
    ["sign-in", "email-link"],
    ["sign-in", "phone-code"],
    ["sign-up", "email-code"],
    ["sign-up", "email-link"],
    ["sign-up", "phone-code"],
    ["reset-password", "email-code"],
    ["reset-password", "phone-code"],
    ["step-up", "email-code"],
    ["step-up", "email-link"],
    ["step-up", "phone-code"],
    ["add-identifier", "email-code"],
    ["add-identifier", "email-link"],
    ["add-identifier", "phone-code"],
  ] as const
).map(([flow, strategy]) => ({ flow, strategy, name: `${flow} by ${strategy}` }));

interface Issued {
  attempt: Attempt;
  browser: TestBrowser;
  proof: { code: string } | { token: string };
}

let holder: { userId: string; email: string; phone: string };
beforeEach(async () => {
  const phone = freshNumber();
  holder = { ...(await createPerson({ phone })), phone };
});

/** A secret of a purpose, for the same person, address and number as all the others. */
async function issue(flow: Flow, strategy: StrategyId): Promise<Issued> {
  const browser = new TestBrowser();
  const byPhone = strategy === "phone-code";
  browser.set("email", { linkSignIn: true, verifyBy: strategy === "email-link" ? "link" : "code" });
  browser.set("phone", { signIn: true });
  browser.set("protection", { lockoutFailures: 100, codeTries: 10 });
  const attempt = await startAttempt(browser.visit(), {
    flow,
    userId: flow === "sign-up" ? null : holder.userId,
    identifier: byPhone ? { kind: "phone", value: holder.phone } : { kind: "email", value: holder.email },
    strategy,
  });
  const context = contextOf(browser.visit(), attempt);
  const proof =
    strategy === "email-link"
      ? { token: await issueLink(context, "email-link") }
      : { code: await issueCode(context, strategy) };
  return { attempt, browser, proof };
}

describe("[EM-03 SM-05] a code or link of one purpose, shown for another", () => {
  it.each(purposes)("$name opens nothing else", async (own) => {
    const { proof, attempt, browser } = await issue(own.flow, own.strategy);
    const others = purposes.filter((other) => other !== own);
    for (const other of others) {
      const target = await issue(other.flow, other.strategy);
      const shown = await prove(target.browser.visit(), target.attempt, other.strategy, proof);
      expect(shown.ok, `${own.name} shown for ${other.name}`).toBe(false);
      // In its own form, too: the strategy of the code, the attempt of another journey.
      const named = await prove(target.browser.visit(), target.attempt, own.strategy, proof);
      expect(named.ok, `${own.name} as itself in ${other.name}`).toBe(false);
      // The target's own secret still works, so it was the purpose that was refused.
      const right = await prove(target.browser.visit(), target.attempt, other.strategy, target.proof);
      expect(right.ok, `${other.name} by its own`).toBe(true);
    }
    expect(others).toHaveLength(13);
    expect((await prove(browser.visit(), attempt, own.strategy, proof)).ok).toBe(true);
  });
});
