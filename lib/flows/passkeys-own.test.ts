import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { passwords } from "@/db/schema";
import { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import type { Session } from "@/lib/sessions/read";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { confirmEnrolment, startEnrolment } from "./enrolment";
import { finishAddPasskey, removeOwnPasskey, renameOwnPasskey, startAddPasskey } from "./passkeys";
import { startSignIn, verifySignIn } from "./sign-in";
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
import { attemptOf, codeOf, sessionsOf, showApp } from "./test-second-factor";
import { appCode, codesFor, createPerson, mailTo, type TestBrowser } from "./test-visit";

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
let session: Session;
let key: SoftAuthenticator;
beforeEach(async () => {
  person = await createPerson();
  browser = await signedInByPassword(person);
  session = await sessionOf(browser);
  key = await givePasskey(person.userId);
});

const idOf = async (userId = person.userId) => (await passkeysOf(userId))[0]?.id ?? "";
const remove = async (id: string) => codeOf(await removeOwnPasskey(browser.visit(), session, id));

describe("[B06] passkeys of one's own", () => {
  it("are renamed and removed by their person only", async () => {
    const other = await createPerson();
    await givePasskey(other.userId);
    const before = await passkeysOf(other.userId);
    for (const id of [before[0]?.id ?? "", "00000000-0000-4000-8000-000000000000"]) {
      expect(codeOf(await renameOwnPasskey(browser.visit(), session, id, "Mine"))).toBe("not_found");
      expect(await remove(id)).toBe("not_found");
    }
    expect(await passkeysOf(other.userId)).toEqual(before);
    expect(codeOf(await renameOwnPasskey(browser.visit(), session, await idOf(), "Desk"))).toBe("ok");
    expect(await passkeysOf(person.userId)).toMatchObject([{ name: "Desk" }]);
  });

  it("[PK-13] sign nobody in once removed, and the owner is told", async () => {
    const open = passkeyBrowser();
    const response = key.get(await beginPasskey(open));
    const id = await idOf();
    expect(await remove(id)).toBe("ok");
    expect(codeOf(await answerPasskey(open, response))).toBe("passkey_unknown");
    await browser.settled();
    const mails = (await mailTo(person.email)).map(({ subject, text }) => `${subject} ${text}`);
    expect(mails).toContainEqual(expect.stringMatching(/passkey.*removed/is));
    expect(await remove(id)).toBe("not_found");
  });

  it("[PK-13] end with what they had begun: half a sign-in goes no further", async () => {
    const seed = await addAuthenticator(person.userId);
    const half = passkeyBrowser({ satisfiesSecondFactor: false });
    expect(await answerPasskey(half, key.get(await beginPasskey(half)))).toMatchObject({
      data: { step: "second-factor" },
    });
    expect(await remove(await idOf())).toBe("ok");
    expect(codeOf(await showApp(half, { seed }))).toBe("attempt_missing");
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  it("[PK-13] stay where one is the last way in, however many removals come at once", async () => {
    await givePasskey(person.userId);
    await db.delete(passwords).where(eq(passwords.userId, person.userId));
    browser.set("email", { codeSignIn: false, linkSignIn: false });
    const ids = (await passkeysOf(person.userId)).map(({ id }) => id);
    const results = await Promise.all([...ids, ...ids].map(remove));
    expect(results.filter((code) => code === "ok")).toHaveLength(1);
    expect(results).toContain("passkey_last");
    expect(await passkeysOf(person.userId)).toHaveLength(1);
    browser.set("email", { codeSignIn: true });
    expect(await remove(await idOf())).toBe("ok");
  });
});

describe("[LK-03] a stranger's passkey on an address nobody proved", () => {
  async function squat() {
    const squatted = await createPerson({ verified: false });
    return { ...squatted, theirs: await givePasskey(squatted.userId) };
  }
  async function claim({ email }: { email: string }, one = passkeyBrowser({ offerAfterSignIn: false })) {
    one.set("signIn", { preferred: "code" });
    await startSignIn(one.visit(), { identifier: email });
    return verifySignIn(one.visit(), "email-code", { code: (await codesFor(email))[0] });
  }

  it("goes when the owner of the address proves it, and what it had opened with it", async () => {
    const { theirs, ...squatted } = await squat();
    const stranger = passkeyBrowser({ offerAfterSignIn: false });
    expect(codeOf(await answerPasskey(stranger, theirs.get(await beginPasskey(stranger))))).toBe("ok");
    const old = await sessionOf(stranger);
    const options = await startAddPasskey(stranger.visit(), old);
    if (!options.ok) throw new Error(options.error.code);
    expect(await claim(squatted)).toMatchObject({ data: { step: "done" } });
    expect(await passkeysOf(squatted.userId)).toEqual([]);
    expect(codeOf(await answerPasskey(stranger, theirs.get(await beginPasskey(stranger))))).toBe("passkey_unknown");
    const late = new SoftAuthenticator().create(options.data);
    expect((await finishAddPasskey(stranger.visit(), old, late)).ok).toBe(false);
    expect(await passkeysOf(squatted.userId)).toEqual([]);
    expect(await sessionsOf(squatted.userId)).toBe(1);
  });

  it("has begun nothing that a second factor of the stranger's could end", async () => {
    const { theirs, ...squatted } = await squat();
    const stranger = passkeyBrowser({ satisfiesSecondFactor: false });
    stranger.set("mfa", { required: true, totp: true });
    await answerPasskey(stranger, theirs.get(await beginPasskey(stranger)));
    await startEnrolment(stranger.visit(), "sign-in", { strategy: "totp" });
    const attempt = await attemptOf(stranger);
    const app = attempt && (await readTotpEnrolment({ attemptId: attempt.id, userId: squatted.userId }));
    if (!app) throw new Error("no app on its way");
    const owner = passkeyBrowser();
    owner.settings = stranger.settings;
    expect(await claim(squatted, owner)).toMatchObject({ data: { step: "enrolment" } });
    const code = appCode(app.seed, stranger.now);
    expect(codeOf(await confirmEnrolment(stranger.visit(), "sign-in", { code }))).toBe("attempt_missing");
    expect(await sessionsOf(squatted.userId)).toBe(0);
  });
});
