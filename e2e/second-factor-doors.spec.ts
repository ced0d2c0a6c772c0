import { expect, newNumber, newPassword, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import {
  clientOf,
  isSignedIn,
  pathOfLink,
  post,
  signInByPassword,
  startReset,
  startSignIn,
  startSignInByCode,
  startSignInByLink,
} from "./support/instances-steps";
import type { Person } from "./support/people";
import type { RawClient } from "./support/raw-forms";
import { expectNobody, halfSignedIn, postCode } from "./support/second-factor-raw";
import { textCode } from "./support/texts";

/* Every way to the second step, and what stands open before it: nothing. */

test("[P44 MF-05 SE-04] after whatever first step nobody is signed in; the code of the app is what signs in", async ({
  server,
  db,
  inbox,
  phone,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  test.setTimeout(120_000);
  await changeSettings({
    mfa: { totp: true },
    email: { linkSignIn: true },
    phone: { signUp: "optional", signIn: true },
  });
  const doors: Record<string, (client: RawClient, person: Person) => Promise<Response>> = {
    password: async (client, { email, password }) => {
      await startSignIn(client, email);
      return post(client, "/sign-in/verify", "password", password ?? "");
    },
    "a code by mail": async (client, { email }) =>
      post(client, "/sign-in/verify", "code", await startSignInByCode(client, inbox, email)),
    "a link": async (client, { email }) => {
      const path = pathOfLink(await startSignInByLink(client, inbox, email));
      return client.submit(await client.form(path, "token"));
    },
    "a text message": async (client, { phone: number = "" }) => {
      await post(client, "/sign-in", "identifier", number);
      await post(client, "/sign-in/verify", "strategy", "phone-code");
      return post(client, "/sign-in/verify", "code", textCode(await phone.waitForText(number)));
    },
    "a reset": async (client, { email }) =>
      post(client, "/reset-password/verify", "code", await startReset(client, inbox, email)),
  };

  for (const [what, pass] of Object.entries(doors)) {
    const person = await createUser({ role: "admin", phone: newNumber() });
    const seed = await secondFactors.app(person);
    const client = clientOf(server.url);
    const answer = await pass(client, person);
    expect([what, answer.status]).toEqual([what, 303]);
    await expectNobody(client, what);
    expect([what, (await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).length]).toEqual([what, 0]);
    const isReset = what === "a reset";
    const path = `/second-factor/${isReset ? "reset-password" : "sign-in"}`;
    expect([
      what,
      (await client.send(isReset ? "/reset-password/new" : "/sign-in/verify")).headers.get("location"),
    ]).toEqual([what, path]);
    const done = await postCode(client, appCode(seed), path);
    expect([what, done.status, done.headers.get("location")]).toEqual([
      what,
      303,
      isReset ? "/reset-password/new" : "/dashboard",
    ]);
    if (isReset) {
      // Nor does the right to a new password open anything by itself.
      await expectNobody(client, "a reset with its second step");
      const form = await client.form("/reset-password/new", "password");
      await client.submit(form, { password: newPassword(), signOutOthers: undefined });
    }
    expect([what, await isSignedIn(client)]).toEqual([what, true]);
  }
});

test("[SE-03 MF-05] a planted cookie is worth nothing after the second step, and the token is a new one", async ({
  server,
  db,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ mfa: { totp: true } });
  const [victim, attacker] = [await createUser(), await createUser()];
  const seed = await secondFactors.app(victim);
  const planter = clientOf(server.url);
  await signInByPassword(planter, attacker);
  const planted = planter.cookies.get("session") ?? "";
  for (const value of [planted, "A".repeat(43)]) {
    const client = await halfSignedIn(server.url, victim);
    client.cookies.set("session", value);
    const form = await client.form("/second-factor/sign-in", "code");
    const code = appCode(seed, value === planted ? 0 : 1);
    const answer = await client.submit(form, { code, trustBrowser: undefined });
    expect(answer.headers.get("location")).toBe("/dashboard");
    const token = client.cookies.get("session") ?? "";
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toBe(value);
    const thief = clientOf(server.url);
    thief.cookies.set("session", value);
    expect(await isSignedIn(thief)).toBe(false);
  }
  expect(await isSignedIn(planter)).toBe(false);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${attacker.id}`).toHaveLength(0);
});
