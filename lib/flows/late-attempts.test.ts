import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempts, identifiers } from "@/db/schema";
import { actionRules } from "@/e2e/support/walk-actions";
import { hashPassword } from "@/lib/security/password-hash";
import { openByKind, openOtherwise } from "./test-late-attempts";
import { elsewhere, holdingsOf, keepingActions, nothing, removals, voidingActions } from "./test-late-changes";
import { createOwner, PASSWORD } from "./test-late-owner";
import { TestBrowser } from "./test-visit";

const open = [
  ...Object.entries(openByKind).flatMap(([flow, kinds]) =>
    Object.entries(kinds).flatMap(([kind, open]) => (typeof open === "string" ? [] : [{ flow, what: kind, open }])),
  ),
  ...openOtherwise,
];
const changes = [
  ...voidingActions.filter(([name]) => !name.endsWith(" removeIdentifierAction")),
  ...Object.entries(removals).map(([kind, change]) => [`the removal of their ${kind}`, change] as const),
  ...Object.entries(elsewhere),
];

let passwordHash: string;
let walked = 0;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => void process.stdout.write(`late attempts: ${walked} changes × open attempts walked\n`));

/** @returns what the attempt did to the account, once it was finished after the change. */
async function finishAfter(change: (typeof changes)[number][1], { open: begin }: (typeof open)[number]) {
  const owner = await createOwner(passwordHash);
  const browser = new TestBrowser();
  browser.settings = owner.device.settings;
  await change.before?.(owner);
  const finish = await begin(owner, browser);
  owner.device.now = new Date(browser.now.getTime() + 1000);
  const made = await change.make(owner);
  if (made && !made.ok) throw new Error(`the change was refused: ${made.error.code}`);
  const before = await holdingsOf(owner.userId);
  await finish();
  await browser.settled();
  return { before, after: await holdingsOf(owner.userId) };
}

describe("what is begun before a change proves nothing after it", () => {
  it("[LK-04] has a verdict for every action, flow and kind of identifier", () => {
    const ruled = Object.entries(actionRules).flatMap(([file, names]) =>
      Object.keys(names).map((name) => `${file} ${name}`),
    );
    const judged = [...voidingActions, ...keepingActions].map(([name]) => name);
    expect(judged.sort()).toEqual(ruled.sort());
    expect(Object.keys(openByKind).sort()).toEqual([...attempts.flow.enumValues].sort());
    for (const kinds of [removals, ...Object.values(openByKind)]) {
      expect(Object.keys(kinds).sort()).toEqual([...identifiers.kind.enumValues].sort());
    }
    const openFlows = new Set(open.map(({ flow }) => flow));
    expect([...attempts.flow.enumValues].filter((flow) => !openFlows.has(flow))).toEqual(["sign-up"]);
  });

  it.each(open)("$flow by $what ends as it should where nothing changed", async (one) => {
    const { before, after } = await finishAfter(nothing, one);
    expect(after).not.toEqual(before);
  });

  describe.each(changes)("after %s", (_, change) => {
    it("[LK-04 SE-06 PW-09] no attempt that was open does anything", async () => {
      const ends = await Promise.all(open.map(async (one) => ({ one, ...(await finishAfter(change, one)) })));
      for (const { one, before, after } of ends) {
        expect.soft(after, `${one.flow} by ${one.what}`).toEqual(before);
        walked++;
      }
    });
  });

  it("has walked all of them", () => {
    expect(walked).toBe(changes.length * open.length);
  });
});
