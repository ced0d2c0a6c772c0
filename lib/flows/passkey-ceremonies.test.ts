import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { passkeys } from "@/db/schema";
import { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { userHandleOf } from "@/lib/users/passkeys";
import { finishPasskeySignIn } from "./passkey-sign-in";
import { startPasskeyStepUp } from "./passkey-step-up";
import { startAddPasskey } from "./passkeys";
import { answerPasskey, beginPasskey, passkeyBrowser, sessionOf, signedInByPassword } from "./test-passkey-visits";
import { givePasskey } from "./test-passkeys";
import { codeOf, sessionsOf } from "./test-second-factor";
import { createPerson, type TestBrowser } from "./test-visit";

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
let key: SoftAuthenticator;
beforeEach(async () => {
  browser = passkeyBrowser();
  person = await createPerson();
  key = await givePasskey(person.userId);
});

describe("[PK-01] an answer of an authenticator", () => {
  it("opens one session, however often and wherever it is shown", async () => {
    const response = key.get(await beginPasskey(browser));
    const copies = Array.from({ length: 20 }, (_, index) => (index % 2 ? browser.copy() : browser));
    const results = await Promise.all(copies.map((one) => answerPasskey(one, response)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(codeOf(await answerPasskey(browser, response))).toBe("attempt_missing");
    await beginPasskey(browser);
    expect(codeOf(await answerPasskey(browser, response))).toBe("passkey_refused");
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  it("is spent with its challenge, also when something else is wrong in it", async () => {
    const options = await beginPasskey(browser);
    expect(codeOf(await answerPasskey(browser, key.get(options, { bogus: true })))).toBe("passkey_refused");
    expect(codeOf(await answerPasskey(browser, key.get(options)))).toBe("passkey_refused");
    expect(codeOf(await answerPasskey(browser, key.get(await beginPasskey(browser))))).toBe("ok");
  });

  it("is worth something in the browser that asked, to either of the two ceremonies it may have open", async () => {
    const [thief, suggestions, button] = [
      passkeyBrowser(),
      await beginPasskey(browser),
      await beginPasskey(browser),
    ] as const;
    expect(suggestions.challenge).not.toBe(button.challenge);
    expect(codeOf(await answerPasskey(thief, key.get(button)))).toBe("attempt_missing");
    await beginPasskey(thief);
    expect(codeOf(await answerPasskey(thief, key.get(button)))).toBe("passkey_refused");
    expect(codeOf(await answerPasskey(browser, key.get(suggestions)))).toBe("ok");
    expect(codeOf(await answerPasskey(browser, key.get(button)))).toBe("attempt_missing");
  });

  it("is taken for five minutes", async () => {
    const options = await beginPasskey(browser);
    const late = browser.copy();
    browser.wait(299);
    late.wait(300);
    expect(codeOf(await answerPasskey(late, key.get(options)))).toBe("passkey_refused");
    expect(codeOf(await answerPasskey(browser, key.get(options)))).toBe("ok");
  });

  it("to a creation or a confirmation signs nobody in", async () => {
    const own = await signedInByPassword(person);
    const creation = await startAddPasskey(own.visit(), await sessionOf(own));
    own.wait(11 * 60);
    const confirmation = await startPasskeyStepUp(own.visit(), await sessionOf(own));
    if (!creation.ok || !confirmation.ok) throw new Error("the ceremonies were not begun");
    own.jar.delete("session");
    const again = await beginPasskey(own);
    for (const options of [creation.data, confirmation.data]) {
      expect(codeOf(await answerPasskey(own, key.get(options)))).toBe("passkey_refused");
    }
    const token = own.jar.get("passkey-sign-in-attempt") ?? "";
    for (const other of ["add-passkey-attempt", "step-up-attempt"]) {
      own.jar.set("passkey-sign-in-attempt", own.jar.get(other) ?? "");
      expect(codeOf(await answerPasskey(own, key.get(confirmation.data)))).toBe("attempt_missing");
    }
    own.jar.set("passkey-sign-in-attempt", token);
    expect(codeOf(await answerPasskey(own, key.get(again)))).toBe("ok");
  });
});

describe("[PK-06] whose passkey it is", () => {
  it("is said by the authenticator, and has to be so", async () => {
    const other = await createPerson();
    const theirs = userHandleOf(other.userId).toString("base64url");
    const handles = [null, "", theirs, person.userId, person.email, "AAAA"];
    for (const userHandle of handles) {
      const options = await beginPasskey(browser);
      expect(codeOf(await answerPasskey(browser, key.get(options, { userHandle }))), String(userHandle)).toBe(
        "passkey_refused",
      );
    }
    expect([await sessionsOf(person.userId), await sessionsOf(other.userId)]).toEqual([0, 0]);
  });

  it("is shown by its key, not by its name", async () => {
    const other = await createPerson();
    const stranger = await givePasskey(other.userId);
    const options = await beginPasskey(browser);
    const { id, rawId } = key.get(options);
    const { response } = stranger.get(options, { userHandle: userHandleOf(person.userId).toString("base64url") });
    const forged = { ...stranger.get(options), id, rawId, response };
    expect(codeOf(await answerPasskey(browser, forged))).toBe("passkey_refused");
    expect(await sessionsOf(person.userId)).toBe(0);
  });

  it("is nobody's when nobody here knows it, or it was removed while the ceremony was open (PK-13)", async () => {
    const userHandle = userHandleOf(person.userId).toString("base64url");
    const unknown = new SoftAuthenticator().get(await beginPasskey(browser), { userHandle });
    expect(codeOf(await answerPasskey(browser, unknown))).toBe("passkey_unknown");
    const response = key.get(await beginPasskey(browser));
    await db.delete(passkeys).where(eq(passkeys.userId, person.userId));
    expect(codeOf(await answerPasskey(browser, response))).toBe("passkey_unknown");
    expect(await sessionsOf(person.userId)).toBe(0);
  });

  it.each(["", "{", "null", "[]", "7", '{"id":1}', "x".repeat(20_000)])(
    "is not read from anything but an answer: %.10s",
    async (response) => {
      await beginPasskey(browser);
      expect(codeOf(await finishPasskeySignIn(browser.visit(), { response }, {}))).toBe("invalid_input");
    },
  );
});
