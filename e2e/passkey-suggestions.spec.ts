import { expect, test } from "./fixtures";
import { createPasskey, PASSKEYS, passkeyButton, proofsOf } from "./support/passkey-steps";
import { signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* A browser has one ceremony at a time: what waits in the field gives way. */

const SUGGESTING = { passkey: { ...PASSKEYS.passkey, autofill: true } };

test("[P21] a suggestion that waits never blocks the button, and waits again when the button was for nothing", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await signOut(page);
  await db`DELETE FROM sessions WHERE user_id = ${person.id}`;

  // Nobody touches the device: what is suggested waits.
  await device.setPresent(false);
  await changeSettings(SUGGESTING);
  const ceremonies: string[] = [];
  await page.exposeFunction("noteCeremony", (what: string) => void ceremonies.push(what));
  await page.addInitScript(() => {
    const { noteCeremony } = window as unknown as { noteCeremony(what: string): void };
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = async (options) => {
      const how = options?.mediation ?? "modal";
      noteCeremony(how);
      return get(options).catch((error: Error) => {
        noteCeremony(`${how} ${error.name}`);
        throw error;
      });
    };
  });
  await page.goto("/sign-in");
  await expect.poll(() => ceremonies).toEqual(["conditional"]);

  // The one who is asked is not known: no error, and the suggestion is back.
  await device.setPresent(true);
  await device.setUserVerified(false);
  await passkeyButton(page).click();
  await expect
    .poll(() => ceremonies.slice(0, 4).sort())
    .toEqual(["conditional", "conditional AbortError", "modal", "modal NotAllowedError"]);
  await expect(passkeyButton(page)).toBeEnabled();
  await expect(passkeyButton(page)).toBeFocused();
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  await expect.poll(() => ceremonies.filter((one) => one === "conditional")).toHaveLength(2);
  expect(await proofsOf(db, person)).toEqual([]);

  await device.setUserVerified(true);
  await passkeyButton(page).click();
  await page.waitForURL("/dashboard");
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
});

test("[P21] a suggestion ends with its page: the next step has none that waits", async ({
  page,
  createUser,
  changeSettings,
}) => {
  await changeSettings(SUGGESTING);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await device.setPresent(false);
  const ended: string[] = [];
  await page.exposeFunction("noteEnd", (name: string) => void ended.push(name));
  await page.addInitScript(() => {
    const { noteEnd } = window as unknown as { noteEnd(name: string): void };
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => {
      options?.signal?.addEventListener("abort", () => noteEnd(options.mediation ?? "modal"));
      return get(options);
    };
  });
  const asked = page.waitForResponse("**/api/passkeys/sign-in");
  await page.goto("/sign-in");
  await asked;
  await startSignIn(page, person.email);
  await expect.poll(() => ended).toContain("conditional");
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
});
