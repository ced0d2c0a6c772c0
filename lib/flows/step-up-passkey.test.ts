import { beforeEach, describe, expect, it } from "vitest";
import type { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { findSession } from "@/lib/sessions/read";
import { staleLevel } from "@/lib/sessions/recency";
import { userHandleOf } from "@/lib/users/passkeys";
import { startPasskeyStepUp } from "./passkey-step-up";
import { startAddPasskey } from "./passkeys";
import { verifyStepUp } from "./step-up";
import { readStepUp } from "./step-up-view";
import { addAuthenticator } from "./test-arrangements";
import { beginPasskey, passkeysOf, sessionOf, signedInByPassword } from "./test-passkey-visits";
import { givePasskey } from "./test-passkeys";
import { codeOf } from "./test-second-factor";
import { appCode, createPerson, type TestBrowser } from "./test-visit";

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
let key: SoftAuthenticator;
let seed: string;
beforeEach(async () => {
  person = await createPerson();
  browser = await signedInByPassword(person);
  key = await givePasskey(person.userId);
  seed = await addAuthenticator(person.userId);
  browser.wait(11 * 60);
});

async function begin(one = browser) {
  const options = await startPasskeyStepUp(one.visit(), await sessionOf(one));
  if (!options.ok) throw new Error(options.error.code);
  return options.data;
}
async function show(strategy: string, proof: unknown, one = browser) {
  const result = await verifyStepUp(one.visit(), await sessionOf(one), { strategy }, proof);
  return result.ok ? result.data.step : result.error.code;
}
const answer = (response: unknown, one = browser) => show("passkey", { response: JSON.stringify(response) }, one);
const level = async () => staleLevel(await sessionOf(browser), browser.settings, browser.now);

describe("[P23 SE-08] confirming with a passkey", () => {
  it("of one's own proves both levels, under a new token", async () => {
    expect(await readStepUp(browser.visit(), await sessionOf(browser))).toMatchObject({
      level: "first-factor",
      current: { id: "passkey" },
    });
    const options = await begin();
    expect(options.allowCredentials?.map(({ id }) => id)).toEqual([key.id.toString("base64url")]);
    const before = browser.jar.get("session") ?? "";
    expect(await level()).toBe("first-factor");
    expect(await answer(key.get(options))).toBe("done");
    expect(await level()).toBeNull();
    expect(await sessionOf(browser)).toMatchObject({ amr: ["password", "passkey"], secondFactorAt: browser.now });
    expect(await findSession(before, browser.now)).toBeNull();
    expect(await passkeysOf(person.userId)).toMatchObject([{ lastUsedAt: browser.now }]);
  });

  it("proves the first level only where settings want a second factor all the same, and is never that (PK-12)", async () => {
    browser.set("passkey", { satisfiesSecondFactor: false });
    expect(await answer(key.get(await begin()))).toBe("verify");
    expect(await level()).toBe("second-factor");
    expect(codeOf(await startPasskeyStepUp(browser.visit(), await sessionOf(browser)))).toBe("passkey_unavailable");
    expect(await answer(key.get({ challenge: "any" }))).toBe("strategy_unavailable");
    expect(await level()).toBe("second-factor");
    expect(await show("totp", { code: appCode(seed, browser.now) })).toBe("done");
    expect(await level()).toBeNull();
  });

  it("needs no user handle, since the person is known, but takes no other one (PK-06)", async () => {
    const other = await createPerson();
    const userHandle = userHandleOf(other.userId).toString("base64url");
    expect(await answer(key.get(await begin(), { userHandle }))).toBe("passkey_refused");
    expect(await answer(key.get(await begin(), { userHandle: null }))).toBe("done");
  });

  it("[PK-06] of somebody else proves nothing, whatever handle it shows", async () => {
    const other = await createPerson();
    const theirs = await givePasskey(other.userId);
    for (const userId of [other.userId, person.userId]) {
      const userHandle = userHandleOf(userId).toString("base64url");
      expect(await answer(theirs.get(await begin(), { userHandle }))).toBe("passkey_refused");
    }
    expect(await answer(theirs.get(await begin(), { userHandle: null }))).toBe("passkey_refused");
    expect(await level()).toBe("first-factor");
  });

  it("[PK-04] proves nothing without its user verified", async () => {
    expect(await answer(key.get(await begin(), { flags: 1 }))).toBe("passkey_refused");
    expect(await level()).toBe("first-factor");
  });

  it("[PK-01] takes its own challenge, of this browser, for five minutes", async () => {
    const creation = await startAddPasskey(browser.visit(), await sessionOf(browser));
    if (!creation.ok) throw new Error(creation.error.code);
    const elsewhere = await signedInByPassword(await somebodyElse());
    elsewhere.now = browser.now;
    elsewhere.wait(11 * 60);
    const options = await begin();
    for (const wrong of [creation.data, await beginPasskey(browser), await begin(elsewhere)]) {
      expect(await answer(key.get(wrong))).toBe("passkey_refused");
    }
    browser.wait(300);
    expect(await answer(key.get(options))).toBe("passkey_refused");
    expect(await level()).toBe("first-factor");
    expect(await answer(key.get(await begin()))).toBe("done");
  });

  it("is off at once with its switch", async () => {
    const options = await begin();
    browser.set("passkey", { enabled: false });
    expect(await answer(key.get(options))).toBe("strategy_unavailable");
    expect(codeOf(await startPasskeyStepUp(browser.visit(), await sessionOf(browser)))).toBe("passkey_unavailable");
    expect(await readStepUp(browser.visit(), await sessionOf(browser))).toMatchObject({ current: { id: "password" } });
  });
});

/** @returns somebody without a second step, who has a passkey. */
async function somebodyElse() {
  const other = await createPerson();
  await givePasskey(other.userId);
  return other;
}
