import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, smsSends } from "@/db/schema";
import { findSession, type Session } from "@/lib/sessions/read";
import { startAddIdentifier } from "./add-identifier";
import { setPassword } from "./password";
import { startReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { startSignUp } from "./sign-up";
import { chooseStepUpMethod } from "./step-up";
import { codesFor, createPerson, freshNumber, mailTo, TestBrowser } from "./test-visit";

/** A mobile number in Germany, where nothing is sent unless an admin says so. */
const germanNumber = () => `+49151${Math.floor(10_000_000 + Math.random() * 89_999_999)}`;
const refused = { ok: false, error: { code: "country_not_allowed", details: { country: "Germany" } } };

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
  browser.set("phone", { signIn: true, signUp: "optional" });
});

async function signedIn(person: { email: string; password: string }): Promise<Session> {
  await startSignIn(browser.visit(), { identifier: person.email });
  await verifySignIn(browser.visit(), "password", { password: person.password });
  const session = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!session) throw new Error("not signed in");
  return session;
}

describe("[SM-01] a number of a country that is off, also when it was there before", () => {
  it("[P10] gets no code to sign in, and the answer names the country", async () => {
    const phone = germanNumber();
    await createPerson({ phone });
    await startSignIn(browser.visit(), { identifier: phone });
    expect(await chooseSignInMethod(browser.visit(), "phone-code")).toMatchObject(refused);
    browser.set("signIn", { preferred: "code" });
    expect(await startSignIn(browser.visit(), { identifier: phone })).toMatchObject(refused);
    expect(await mailTo(phone)).toEqual([]);
  });

  it("[P10 EN-01] is refused alike when nobody has it", async () => {
    browser.set("signIn", { preferred: "code" });
    expect(await startSignIn(browser.visit(), { identifier: germanNumber() })).toMatchObject(refused);
  });

  it("[P10 P19] gets no code to reset a password, nor to confirm who it is", async () => {
    const phone = germanNumber();
    const person = await createPerson({ phone });
    expect(await startReset(browser.visit(), { identifier: phone })).toMatchObject(refused);
    const session = await signedIn(person);
    browser.wait(11 * 60);
    expect(await chooseStepUpMethod(browser.visit(), session, { method: "phone-code" })).toMatchObject({ ok: false });
    expect(await mailTo(phone)).toEqual([]);
  });

  it("[P11] gets no notice of a changed password; one of a country that is on does", async () => {
    for (const [phone, texts] of [
      [germanNumber(), 0],
      [freshNumber(), 1],
    ] as const) {
      const person = await createPerson({ phone });
      browser = new TestBrowser();
      const session = await signedIn(person);
      const changed = await setPassword(browser.visit(), session, {
        password: "new lamp over the bay 7",
        signOutOthers: false,
      });
      expect(changed.ok).toBe(true);
      await browser.settled();
      expect(await mailTo(phone)).toHaveLength(texts);
      expect((await mailTo(person.email)).some(({ subject }) => /password/i.test(subject ?? ""))).toBe(true);
    }
  });

  it.each([
    ["E.164", (phone: string) => ({ phone })],
    ["its national spelling", (phone: string) => ({ phone: phone.replace("+49", "0"), phoneCountry: "DE" })],
    [
      "spaces and dashes",
      (phone: string) => ({ phone: `${phone.slice(0, 3)} ${phone.slice(3, 6)}-${phone.slice(6)}` }),
    ],
    [
      "full-width digits",
      (phone: string) => ({
        phone: phone.normalize("NFKC").replace(/\d/g, (d) => "０１２３４５６７８９"[Number(d)] ?? d),
      }),
    ],
    ["E.164, beside another country", (phone: string) => ({ phone, phoneCountry: "US" })],
  ])("[P12 SM-02] can't sign up, typed in %s", async (_, typed) => {
    const phone = germanNumber();
    expect(await startSignUp(browser.visit(), { email: "a@example.test", ...typed(phone) })).toMatchObject(refused);
    expect(await mailTo(phone)).toEqual([]);
  });

  it("[P13] can't be added to a profile", async () => {
    const person = await createPerson();
    const session = await signedIn(person);
    const phone = germanNumber();
    expect(await startAddIdentifier(browser.visit(), session, { kind: "phone", value: phone })).toMatchObject(refused);
    expect(await db.select().from(identifiers).where(eq(identifiers.value, phone))).toEqual([]);
    expect(await mailTo(phone)).toEqual([]);
  });

  it("works at every door once its country is on", async () => {
    browser.set("smsCountries", { enabled: ["DE"] });
    browser.set("signIn", { preferred: "code" });
    const phone = germanNumber();
    const { userId } = await createPerson({ phone });
    await startSignIn(browser.visit(), { identifier: phone });
    const [sent] = await codesFor(phone);
    expect((await verifySignIn(browser.visit(), "phone-code", { code: sent })).ok).toBe(true);
    const session = await findSession(browser.jar.get("session") ?? "", browser.now);
    expect(session).toMatchObject({ amr: ["phone-code"], user: { id: userId } });
    const [send] = await db.select().from(smsSends).where(eq(smsSends.country, "DE"));
    expect(send?.verifiedAt).toEqual(browser.now);
  });
});
