import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema";
import { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import type { Session } from "@/lib/sessions/read";
import { finishAddPasskey, startAddPasskey } from "./passkeys";
import { addAuthenticator } from "./test-arrangements";
import {
  answerPasskey,
  beginPasskey,
  passkeyBrowser,
  passkeysOf,
  sessionOf,
  signedInByPassword,
} from "./test-passkey-visits";
import { givePasskey } from "./test-passkeys";
import { codeOf, pending } from "./test-second-factor";
import { createPerson, mailTo, type TestBrowser } from "./test-visit";

type Person = Awaited<ReturnType<typeof createPerson>>;

let browser: TestBrowser;
let person: Person;
let session: Session;
beforeEach(async () => {
  person = await createPerson();
  browser = await signedInByPassword(person);
  session = await sessionOf(browser);
});

async function begin(one = browser, of = session) {
  const options = await startAddPasskey(one.visit(), of);
  if (!options.ok) throw new Error(options.error.code);
  return options.data;
}
const finish = async (response: ReturnType<SoftAuthenticator["create"]>, one = browser, of = session) =>
  codeOf(await finishAddPasskey(one.visit(), of, response));
const add = async (key = new SoftAuthenticator(), one = browser, of = session) =>
  finish(key.create(await begin(one, of)), one, of);
const subjects = async () => {
  await browser.settled();
  return (await mailTo(person.email)).map(({ subject, text }) => `${subject} ${text}`);
};

describe("[P20 PK-11] creating a passkey", () => {
  it("asks the browser for a discoverable one that verifies its user, under a name that says nothing (PK-16)", async () => {
    const options = await begin();
    expect(options).toMatchObject({
      rp: { id: "localhost" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [],
    });
    expect(options.pubKeyCredParams.map(({ alg }) => alg).sort()).toEqual([-257, -7, -8]);
    expect(Buffer.from(options.challenge, "base64url").length).toBeGreaterThanOrEqual(32);
    const handle = Buffer.from(options.user.id, "base64url");
    expect(handle).toHaveLength(16);
    expect(handle.toString("hex")).toBe(person.userId.replaceAll("-", ""));
    expect((await begin()).challenge).not.toBe(options.challenge);
  });

  it("gives it to the person, names it and tells them", async () => {
    const key = new SoftAuthenticator();
    expect(await add(key)).toBe("ok");
    expect(await passkeysOf(person.userId)).toMatchObject([
      { credentialId: key.id.toString("base64url"), name: "Firefox on Linux", createdAt: browser.now },
    ]);
    expect(await subjects()).toContainEqual(expect.stringMatching(/passkey.*Firefox on Linux/is));
    expect((await begin()).excludeCredentials).toEqual([
      expect.objectContaining({ id: key.id.toString("base64url"), transports: ["internal"] }),
    ]);
  });

  it("[PK-04] without a dialog needs nobody present, but only where it was begun so; a sign-in with it verifies all the same", async () => {
    const absent = { flags: 0 };
    const plain = await begin();
    expect(await finish(new SoftAuthenticator().create(plain, absent))).toBe("passkey_refused");
    const silent = await startAddPasskey(browser.visit(), session, { silent: true });
    if (!silent.ok) throw new Error(silent.error.code);
    const key = new SoftAuthenticator();
    expect(await finish(key.create(silent.data, absent))).toBe("ok");
    const signIn = passkeyBrowser();
    expect(codeOf(await answerPasskey(signIn, key.get(await beginPasskey(signIn), absent)))).toBe("passkey_refused");
    expect(codeOf(await answerPasskey(signIn, key.get(await beginPasskey(signIn))))).toBe("ok");
  });

  it("[PK-01] is for the one session and browser that began, once, for five minutes", async () => {
    const other = await createPerson();
    const theirs = await signedInByPassword(other);
    const stranger = await sessionOf(theirs);
    const response = new SoftAuthenticator().create(await begin());
    expect(await finish(response, browser, stranger)).toBe("attempt_missing");
    expect(await finish(response, theirs, stranger)).toBe("attempt_missing");
    expect(await finish(response, passkeyBrowser())).toBe("attempt_missing");
    await begin(theirs, stranger);
    expect(await finish(response, theirs, stranger)).toBe("passkey_refused");
    const late = browser.copy();
    late.wait(300);
    expect(await finish(response, late)).toBe("passkey_refused");
    const results = await Promise.all(Array.from({ length: 20 }, () => finish(response)));
    expect(results.filter((code) => code === "ok")).toHaveLength(1);
    expect(await passkeysOf(other.userId)).toEqual([]);
    expect(await passkeysOf(person.userId)).toHaveLength(1);
  });

  it("[PK-01] takes no challenge of a sign-in, and no assertion", async () => {
    const key = new SoftAuthenticator();
    const { challenge, user } = await begin();
    const other = await beginPasskey(browser);
    expect(await finish(key.create({ challenge: other.challenge, user }))).toBe("passkey_refused");
    expect(await finish(key.create({ challenge, user }, { type: "webauthn.get" }))).toBe("passkey_refused");
    expect(await passkeysOf(person.userId)).toEqual([]);
  });

  it("[SE-04] is nothing the half signed-in can do: they have no session, and their journey is none of it", async () => {
    browser.set("mfa", { totp: true });
    await addAuthenticator(person.userId);
    const half = await pending(person);
    await expect(sessionOf(half)).rejects.toThrow("nobody is signed in");
    const response = new SoftAuthenticator().create(await begin());
    browser.jar.set("add-passkey-attempt", half.jar.get("sign-in-attempt") ?? "");
    expect(await finish(response)).toBe("attempt_missing");
  });

  it("ends with the session, also for an answer that was on its way (LK-03)", async () => {
    const response = new SoftAuthenticator().create(await begin());
    await db.delete(sessions).where(eq(sessions.userId, person.userId));
    expect(await finish(response)).toBe("unauthenticated");
    expect(await passkeysOf(person.userId)).toEqual([]);
  });

  it("is off at once with its switch", async () => {
    const response = new SoftAuthenticator().create(await begin());
    browser.set("passkey", { enabled: false });
    expect(codeOf(await startAddPasskey(browser.visit(), session))).toBe("passkey_unavailable");
    expect(await finish(response)).toBe("passkey_unavailable");
  });

  it("[P22 PK-10] stops at exactly ten, of thirty at once", async () => {
    const prepared = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const one = passkeyBrowser();
        return { one, response: new SoftAuthenticator().create(await begin(one)) };
      }),
    );
    const results = await Promise.all(prepared.map(({ one, response }) => finish(response, one)));
    expect(results.filter((code) => code === "ok")).toHaveLength(10);
    expect(results.filter((code) => code === "passkey_limit")).toHaveLength(20);
    expect(await passkeysOf(person.userId)).toHaveLength(10);
    expect(await startAddPasskey(browser.visit(), session)).toMatchObject({ error: { details: { limit: 10 } } });
  });

  it("[PK-07] leaves a credential with its first owner, also when two come at once", async () => {
    const other = await createPerson();
    const key = await givePasskey(other.userId);
    const before = await passkeysOf(other.userId);
    expect(await add(key)).toBe("passkey_exists");
    expect(await passkeysOf(other.userId)).toEqual(before);
    const theirs = await signedInByPassword(other);
    const fresh = new SoftAuthenticator();
    const twins = await Promise.all([add(fresh), add(fresh, theirs, await sessionOf(theirs))]);
    expect(twins.sort()).toEqual(["ok", "passkey_exists"]);
  });
});
