import { expect, test } from "./fixtures";
import { watchSignals } from "./support/passkey-signals";
import { createPasskey, PASSKEYS, passkeyButton, passkeyRows, proofsOf } from "./support/passkey-steps";
import { signOut } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* What is told to whatever keeps passkeys: what changed, and no more than is certain. */

test("[B06] a new name, once it is saved, and nothing while nothing changes", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ ...PASSKEYS, names: { firstName: "optional", lastName: "optional" } });
  const person = await createUser({ firstName: "Grace" });
  const device = await addVirtualAuthenticator(page);
  const signals = await watchSignals(page);
  await signIn(page, person);
  await createPasskey(page);
  expect(await device.names()).toEqual([{ name: person.email, displayName: "Grace" }]);
  await page.goto("/profile");
  await page.reload();
  await page.getByLabel("Last name").fill("Hopper");
  expect(signals).toEqual([]);

  await page.getByRole("button", { name: "Save name" }).click();
  const named = { name: person.email, displayName: "Grace Hopper" };
  await expect.poll(() => device.names()).toEqual([named]);
  const userId = Buffer.from(person.id.replaceAll("-", ""), "hex").toString("base64url");
  expect(signals).toEqual([{ signal: "signalCurrentUserDetails", said: { rpId: "localhost", userId, ...named } }]);
  await page.reload();
  await page.goto("/profile/security");
  await expect(passkeyRows(page)).toHaveCount(1);
  expect(signals).toHaveLength(1);
});

test("[B06 PK-13] which passkeys are left, once one is removed, and nothing when its own name changes", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  const signals = await watchSignals(page);
  await signIn(page, person);
  await createPasskey(page);
  const other = Buffer.from(person.id).toString("base64url");
  await db`
    INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, aaguid, name, backup_eligible,
      backed_up, created_at)
    VALUES (${person.id}, ${other}, '', 0, '{}', ${person.id}, 'My phone', true, true, now())`;
  const own = (await device.credentialIds())[0] ?? "";
  await page.reload();
  const row = passkeyRows(page).filter({ hasNotText: "My phone" });
  await row.getByText("Rename", { exact: true }).click();
  await row.getByLabel("Name", { exact: true }).fill("Work laptop");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Work laptop" })).toBeVisible();
  expect(signals).toEqual([]);

  const userId = Buffer.from(person.id.replaceAll("-", ""), "hex").toString("base64url");
  const left = (allAcceptedCredentialIds: string[]) => ({
    signal: "signalAllAcceptedCredentials",
    said: { rpId: "localhost", userId, allAcceptedCredentialIds },
  });
  await page.getByRole("button", { name: "Remove My phone" }).click();
  await expect(passkeyRows(page)).toHaveCount(1);
  await expect.poll(() => signals).toEqual([left([own])]);
  expect(await device.credentialIds()).toEqual([own]);
  await page.getByRole("button", { name: "Remove Work laptop" }).click();
  await expect.poll(() => signals).toEqual([left([own]), left([])]);
  await expect.poll(() => device.credentialIds()).toEqual([]);
});

test("[B06 PK-13] a passkey nobody has here; not one that was refused, nor one nobody could look at", async ({
  page,
  db,
  pageErrors,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  const signals = await watchSignals(page);
  await signIn(page, person);
  await createPasskey(page);
  const [own] = await device.credentialIds();
  await signOut(page);

  await page.goto("/sign-in");
  await device.spoil({ isBogusSignature: true });
  await passkeyButton(page).click();
  await expect(page.getByText("This passkey was not accepted.")).toBeVisible();
  await device.spoil({ isBogusSignature: false });

  pageErrors.allow(/ERR_FAILED/);
  await page.route("**/api/passkeys/sign-in", (route) => route.abort());
  await passkeyButton(page).click();
  await expect(page.getByText("The server could not be reached.")).toBeVisible();
  await page.unroute("**/api/passkeys/sign-in");

  await db`UPDATE users SET banned_at = now() WHERE id = ${person.id}`;
  await passkeyButton(page).click();
  await expect(page.getByText(/suspended/)).toBeVisible();
  await db`UPDATE users SET banned_at = NULL WHERE id = ${person.id}`;

  // The database fails at the very moment of the answer: that is no word about the passkey.
  const isAnswer = ({ pathname }: URL) => pathname === "/sign-in";
  await page.route(isAnswer, async (route) => {
    await db`ALTER TABLE challenges RENAME TO challenges_away`;
    const answer = await route.fetch().finally(() => db`ALTER TABLE challenges_away RENAME TO challenges`);
    expect(answer.status()).toBe(500);
    await route.fulfill({ response: answer });
  });
  pageErrors.allow(/React error #441|status of 500/);
  await passkeyButton(page).click();
  await expect(page.getByRole("heading", { name: /went wrong/i })).toBeVisible();
  await page.unroute(isAnswer);
  expect(signals).toEqual([]);
  expect(await device.credentialIds()).toEqual([own]);

  await db`DELETE FROM passkeys WHERE user_id = ${person.id}`;
  await page.goto("/sign-in");
  await passkeyButton(page).click();
  await expect(page.getByText("This site doesn't know that passkey any more.")).toBeVisible();
  await expect.poll(() => device.credentialIds()).toEqual([]);
  expect(signals).toEqual([{ signal: "signalUnknownCredential", said: { rpId: "localhost", credentialId: own } }]);
  expect((await proofsOf(db, person)).filter(({ amr }) => amr.includes("passkey"))).toEqual([]);
});
