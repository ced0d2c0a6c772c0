import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { createButton, passkeyButton, passkeyRows, proofsOf } from "./support/passkey-steps";
import type { Person } from "./support/people";
import { addSilentManager } from "./support/silent-passkeys";
import { enterPassword, signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/*
 * Passkeys made without a dialog, right after a password (WebAuthn level 3, §5.1.3, conditional mediation). Chromium
 * says it can, but only its Google Password Manager does, signed in to an account, and no virtual authenticator: asked,
 * it waits. Of Chromium itself these tests show that it is asked, makes nothing and is in nobody's way. A password
 * manager in the page, which is how extensions do it, shows the rest.
 */

const OFFERED = { passkey: { enabled: true, autofill: false } };

async function signInByPassword(page: Page, { email, password }: Person): Promise<void> {
  await startSignIn(page, email);
  await enterPassword(page, password ?? "");
}

test("[B06] Chromium is asked, waits for an account it knows, and the offer stands as if nothing was", async ({
  page,
  db,
  createUser,
  changeSettings,
}) => {
  await changeSettings(OFFERED);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  const asked: string[] = [];
  await page.exposeFunction("noteCreation", (how: string) => void asked.push(how));
  await page.addInitScript(() => {
    const { noteCreation } = window as unknown as { noteCreation(how: string): void };
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = async (options) => {
      const { mediation = "modal" } = options as { mediation?: string };
      noteCreation(mediation);
      try {
        const made = await create(options);
        noteCreation(`${mediation} made`);
        return made;
      } catch (error) {
        noteCreation(`${mediation} ${(error as Error).name}`);
        throw error;
      }
    };
  });
  await signInByPassword(page, person);
  await page.waitForURL((url) => url.pathname === "/create-passkey");
  const capable = await page.evaluate(
    async () => (await PublicKeyCredential.getClientCapabilities()).conditionalCreate,
  );
  expect(capable).toBe(true);
  await expect.poll(() => asked).toEqual(["conditional"]);
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  expect(await device.credentialIds()).toEqual([]);
  expect(await db`SELECT 1 FROM passkeys WHERE user_id = ${person.id}`).toHaveLength(0);

  await createButton(page).click();
  await page.waitForURL("/dashboard");
  expect(asked.sort()).toEqual(["conditional", "conditional AbortError", "modal", "modal made"]);
  expect(await device.credentialIds()).toHaveLength(1);
});

test("[B06 P23 PK-04] a password manager makes one while nobody is asked, and its first use asks who is there", async ({
  page,
  db,
  inbox,
  createUser,
  changeSettings,
}) => {
  await changeSettings(OFFERED);
  const person = await createUser();
  const manager = await addSilentManager(page);
  await signInByPassword(page, person);
  await page.waitForURL("/dashboard");
  expect(manager.asked).toEqual(["create conditional"]);
  await inbox.waitForMail(person.email, { about: /a passkey was added/ });
  await page.goto("/profile/security");
  await expect(passkeyRows(page)).toHaveCount(1);
  await expect(passkeyRows(page)).toContainText("Backed up");
  await signOut(page);
  await db`DELETE FROM sessions WHERE user_id = ${person.id}`;

  manager.verifies = false;
  await page.goto("/sign-in");
  await passkeyButton(page).click();
  await expect(page.getByText("This passkey was not accepted.")).toBeVisible();
  expect(await proofsOf(db, person)).toEqual([]);
  manager.verifies = true;
  await passkeyButton(page).click();
  await page.waitForURL("/dashboard");
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
});

test("[B06] one that takes its time is in nobody's way: a no ends it, and a press makes one", async ({
  page,
  newBrowser,
  db,
  createUser,
  changeSettings,
}) => {
  await changeSettings(OFFERED);
  const decline = await createUser();
  const slow = await addSilentManager(page);
  slow.answers = false;
  await signInByPassword(page, decline);
  await expect.poll(() => slow.asked).toEqual(["create conditional"]);
  await page.getByRole("button", { name: "Not now" }).click();
  await page.waitForURL("/dashboard");
  expect(slow.aborted).toEqual(["create"]);
  expect(await db`SELECT 1 FROM passkeys WHERE user_id = ${decline.id}`).toHaveLength(0);

  const accept = await createUser();
  const other = await newBrowser();
  const patient = await addSilentManager(other);
  patient.answers = false;
  await signInByPassword(other, accept);
  await expect.poll(() => patient.asked).toEqual(["create conditional"]);
  await createButton(other).click();
  await other.waitForURL("/dashboard");
  expect(patient.asked).toEqual(["create conditional", "create modal"]);
  expect(await db`SELECT 1 FROM passkeys WHERE user_id = ${accept.id}`).toHaveLength(1);
});
