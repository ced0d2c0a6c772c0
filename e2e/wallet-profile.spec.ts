import type { Page } from "@playwright/test";
import { codeIn, expect, expectAccessible, newAddress, newNumber, newPassword, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { createPasskey, PASSKEYS } from "./support/passkey-steps";
import { addNumber, nextTextCode } from "./support/phone-steps";
import { startAppInProfile } from "./support/second-factor-steps";
import { enterCode, signOut } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";
import { addWallet, newKey, refuses, WALLETS, walletButton } from "./support/wallets";

/* Wallets in the profile, and all else a person has who came with a wallet. */

const card = (page: Page) => page.getByRole("region", { name: "Wallets" });
const rows = (page: Page) => card(page).getByRole("listitem");
const short = ({ address }: { address: string }) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** A new person by one press. */
async function signUpWith(page: Page, name: string): Promise<void> {
  await page.goto("/sign-up?redirect_url=/profile");
  await walletButton(page, name).click();
  await page.waitForURL("/profile");
}

test("[P38 SE-08] more wallets after a proof by the first: each in its row, one primary, the last one stays", async ({
  page,
  changeSettings,
  travel,
}) => {
  await changeSettings(WALLETS);
  const first = await addWallet(page, "metamask");
  const second = await addWallet(page, "okx");
  await signUpWith(page, "MetaMask");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(short(first.key));
  await expect(rows(page)).toContainText("MetaMask");
  await expectAccessible(page);
  await card(page)
    .getByRole("button", { name: `Remove ${short(first.key)}` })
    .click();
  await expect(card(page).getByText("This wallet is your last way to sign in.")).toBeVisible();

  await travel(15);
  await page.reload();
  await card(page).getByRole("button", { name: "OKX Wallet" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Use MetaMask" }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(card(page).getByText("Your wallet is added.")).toBeVisible();
  await expect(dialog).toHaveCount(0);

  await card(page)
    .getByRole("button", { name: `Make primary: ${short(second.key)}` })
    .click();
  await expect(rows(page).first()).toContainText(short(second.key));
  await card(page)
    .getByRole("button", { name: `Remove ${short(first.key)}` })
    .click();
  await expect(rows(page)).toHaveCount(1);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1280, height: 720 });

  await signOut(page);
  await page.goto("/sign-in");
  await walletButton(page, "OKX Wallet").click();
  await page.waitForURL("/dashboard");
});

test("[SE-08] a confirmation takes one's own wallet only, and says which that is", async ({
  page,
  changeSettings,
  travel,
}) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "metamask");
  const own = wallet.key;
  await signUpWith(page, "MetaMask");
  await travel(15);
  await page.goto("/step-up?redirect_url=/profile");
  const use = page.getByRole("button", { name: "Use MetaMask" });
  wallet.answers.set("personal_sign", refuses(4001));
  await use.click();
  await expect(page.getByText(/^You said no in MetaMask/)).toBeVisible();
  await wallet.changeKey(newKey());
  wallet.answers.clear();
  await use.click();
  await expect(page.getByText(`Switch it to ${short(own)} in your wallet`, { exact: false })).toBeVisible();
  await expectAccessible(page);
  await wallet.changeKey(own);
  await use.click();
  await page.waitForURL("/profile");
});

test("[P38 B10] a wallet on an account with an address: added after its password, and its owner is told by mail", async ({
  page,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const person = await createUser();
  const wallet = await addWallet(page, "coinbase");
  await signIn(page, person, { at: new Date(Date.now() - 3_600_000) });
  await page.goto("/profile");
  await expect(card(page)).toContainText("You have none yet.");
  await card(page).getByRole("button", { name: "Coinbase Wallet" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toContainText(short(wallet.key));
  const added = await inbox.waitForMail(person.email, { about: /a wallet was added/ });
  expect(added.text).toContain(wallet.key.address);

  // It is somebody's now: nobody else can add it.
  await signIn(page, await createUser());
  await page.goto("/profile");
  await card(page).getByRole("button", { name: "Coinbase Wallet" }).click();
  await expect(card(page).getByText("This wallet belongs to another account.")).toBeVisible();

  await signIn(page, person);
  await page.goto("/profile");
  await card(page)
    .getByRole("button", { name: `Remove ${short(wallet.key)}` })
    .click();
  await expect(card(page)).toContainText("You have none yet.");
  await inbox.waitForMail(person.email, { about: /a wallet was removed/ });
});

test("[P37 P38] whoever came with a wallet adds name, address, number, username, password, passkey and a second step", async ({
  page,
  inbox,
  phone,
  changeSettings,
}) => {
  const optional = { signUp: "optional", signIn: true } as const;
  await changeSettings({
    ...WALLETS,
    ...PASSKEYS,
    email: optional,
    phone: optional,
    username: optional,
    names: { firstName: "optional" },
    mfa: { totp: true },
  });
  await addWallet(page, "base");
  await addVirtualAuthenticator(page);
  await signUpWith(page, "Base");

  await page.getByLabel("First name").fill("Vita");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  const username = `vita-${newPassword().replace(/\W/g, "").slice(0, 8).toLowerCase()}`;
  await page.getByLabel("Username", { exact: true }).fill(username);
  await page.getByRole("button", { name: "Set username" }).click();
  await expect(page.getByText(`Your username is ${username}.`)).toBeVisible();
  const email = newAddress();
  await page.getByLabel("Add an address").fill(email);
  await page.getByRole("button", { name: "Send code" }).first().click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await page.waitForURL("/profile");
  const number = newNumber();
  await addNumber(page, number);
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/profile");
  await expect(rows(page)).toHaveCount(1);

  await page.goto("/profile/security");
  const password = newPassword();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your password is saved", { exact: false })).toBeVisible();
  await createPasskey(page);
  const seed = await startAppInProfile(page);
  await enterCode(page, appCode(seed));
  await expect(page.getByText("Authenticator app").first()).toBeVisible();
  await page.goto("/profile");
  await signOut(page);

  await page.goto("/sign-in");
  await walletButton(page, "Base").click();
  await page.waitForURL("/second-factor/sign-in");
  await enterCode(page, appCode(seed, 1));
  await page.waitForURL("/dashboard");
});
