import type { Page } from "@playwright/test";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { WALLET_APPS } from "../lib/settings/wallet";
import { expect, expectAccessible, test } from "./fixtures";
import { callAction } from "./support/raw-actions";
import { RawClient } from "./support/raw-forms";
import { clientWith, settingsCard } from "./support/settings-forms";
import { actions } from "./support/walk-build";
import { giveWallet } from "./support/wallet-people";

/* /admin/wallets: which wallets sign people in, on which networks, and whose; and wallets on the pages about people. */

const BUTTONS = {
  base: "Continue with Base",
  metamask: "Continue with MetaMask",
  coinbase: "Continue with Coinbase Wallet",
  okx: "Continue with OKX Wallet",
  other: "Continue with another wallet",
};
const LABELS = {
  base: "Base",
  metamask: "MetaMask",
  coinbase: "Coinbase Wallet",
  okx: "OKX Wallet",
  other: "Other wallets",
};
const SAVED = "Saved. It applies from now on.";
const LOCK_OUT = "Nothing was saved: you could not sign in yourself any more.";

const freshWallet = () => privateKeyToAccount(generatePrivateKey());
const short = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;

const save = (page: Page, card: string) =>
  page.getByRole("button", { name: `Save ${card.toLowerCase()} settings` }).click();

async function saveAnd(page: Page, card: string, words = SAVED): Promise<void> {
  await save(page, card);
  await expect(settingsCard(page, card).getByText(words)).toBeVisible();
}

/** Asks for a message over HTTP. @returns the answer. */
async function ask(client: RawClient, wallet: string, address: string, chainId = 8453) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ wallet, address, chain_id: String(chainId) })) body.append(name, value);
  const answer = await client.send("/api/wallets/sign-in", {
    method: "POST",
    body,
    headers: { origin: client.origin },
  });
  return (await answer.json()) as { code?: string; message?: string; signing?: string };
}

/** Signs in with a wallet over HTTP. @returns why not; undefined when it went on. */
async function signInWith(client: RawClient, account: PrivateKeyAccount): Promise<string | undefined> {
  const { signing = "" } = await ask(client, "metamask", account.address);
  const signature = await account.signMessage({ message: signing });
  const action = actions.find(({ name }) => name === "walletSignInAction")?.id ?? "no action";
  return (await callAction(client, action, "/sign-in", { message: signing, signature })).code;
}

test("[P33 P34 P35 P36 P52] each wallet has a switch of its own, in force at once on the sign-in page and behind it", async ({
  page,
  db,
  createUser,
  signIn,
  newBrowser,
  server,
  clientAddress,
}) => {
  const admin = await createUser({ role: "admin" });
  await signIn(page, admin);
  const visitor = await newBrowser();
  const stranger = new RawClient(server.url, clientAddress);
  await page.goto("/admin/wallets");
  await expect(page.getByRole("link", { name: "Wallets" })).toHaveAttribute("aria-current", "page");
  await expectAccessible(page);
  const card = settingsCard(page, "Wallets");
  const offered = async () => {
    await visitor.goto("/sign-in");
    await expect(visitor.getByLabel("Email address")).toBeVisible();
    const shown = await Promise.all(
      WALLET_APPS.map((app) => visitor.getByRole("button", { name: BUTTONS[app], exact: true }).count()),
    );
    return WALLET_APPS.filter((_, index) => shown[index]);
  };
  const answering = async () => {
    const codes = await Promise.all(
      WALLET_APPS.map((app) => ask(new RawClient(server.url, clientAddress), app, freshWallet().address)),
    );
    return WALLET_APPS.filter((_, index) => codes[index]?.code !== "wallet_unavailable");
  };
  expect(await offered()).toEqual([]);
  expect(await answering()).toEqual([]);
  for (const app of WALLET_APPS) {
    for (const other of WALLET_APPS) await card.getByLabel(LABELS[other], { exact: true }).setChecked(other === app);
    await expect(card.getByText("Not saved yet")).toBeVisible();
    await saveAnd(page, "Wallets");
    expect([app, await offered()]).toEqual([app, [app]]);
    expect([app, await answering()]).toEqual([app, [app]]);
  }
  for (const app of WALLET_APPS) await card.getByLabel(LABELS[app], { exact: true }).check();
  await saveAnd(page, "Wallets");
  expect(await offered()).toEqual([...WALLET_APPS]);
  await page.reload();
  for (const app of WALLET_APPS) await expect(card.getByLabel(LABELS[app], { exact: true })).toBeChecked();
  expect((await ask(stranger, "okx", freshWallet().address)).signing).toContain("Sign in to");

  const [event] = await db`
    SELECT data FROM audit_events WHERE type = 'settings.changed' AND actor_id = ${admin.id} ORDER BY at LIMIT 1`;
  expect(event?.data).toEqual({ section: "wallet", changes: { base: { from: false, to: true } } });
});

test("[P52] wallets alone let people sign in; without them nobody could, and nothing is saved", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ wallet: { base: true }, email: { codeSignIn: false }, password: { enabled: false } });
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/wallets");
  const card = settingsCard(page, "Wallets");
  await card.getByLabel("Base", { exact: true }).uncheck();
  await saveAnd(page, "Wallets", "With this, nobody could sign in:");
  await expect(card.getByText("these settings contradict each other")).toBeVisible();
  await expect(card.getByLabel("Base", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await card.getByLabel("MetaMask", { exact: true }).check();
  await saveAnd(page, "Wallets");
});

test("[P52 W3-02] networks: one at least, in force at once, and each says whether contracts of it can be asked", async ({
  page,
  createUser,
  signIn,
  newBrowser,
  changeSettings,
  server,
  clientAddress,
  startInstance,
}) => {
  await changeSettings({ wallet: { metamask: true } });
  const admin = await createUser({ role: "admin" });
  await signIn(page, admin);
  await page.goto("/admin/wallets");
  const card = settingsCard(page, "Networks");
  const boxes = card.getByRole("checkbox");
  await expect(card.getByRole("checkbox", { checked: true })).toHaveCount(5);
  await expect(card.getByText("Set RPC_URL_8453 to let contract wallets sign in.")).toBeVisible();
  for (const box of await boxes.all()) await box.uncheck();
  await saveAnd(page, "Networks", "Choose at least one network.");
  await expect(card.getByRole("checkbox", { checked: true })).toHaveCount(0);
  await expect(boxes.first()).toBeFocused();
  await expectAccessible(page);
  await card.getByLabel("Base", { exact: true }).check();
  await card.getByLabel("Gnosis").check();
  await saveAnd(page, "Networks");
  await page.reload();
  await expect(card.getByRole("checkbox", { checked: true })).toHaveCount(2);

  const stranger = () => new RawClient(server.url, clientAddress);
  const { address } = freshWallet();
  const refused = await ask(stranger(), "metamask", address, 1);
  expect(refused.code).toBe("wallet_chain_not_allowed");
  expect(refused.message).toContain("Base, Gnosis");
  for (const chain of [8453, 100])
    expect((await ask(stranger(), "metamask", address, chain)).signing).toContain(`Chain ID: ${chain}`);

  // A network nobody here knows is one by its node, and stays in the list when that goes.
  const instance = await startInstance({ RPC_URL_8453: "http://127.0.0.1:1", RPC_URL_5000: "http://127.0.0.1:1" });
  const there = await newBrowser();
  await signIn(there, admin);
  await there.goto(`${instance.url}/admin/wallets`);
  await expect(there.getByText("Contract wallets sign in: RPC_URL_8453 is set.")).toBeVisible();
  await settingsCard(there, "Networks").getByLabel("Chain 5000").check();
  await saveAnd(there, "Networks");
  await expect(async () => {
    await page.reload();
    await expect(card.getByLabel("Chain 5000")).toBeChecked({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await expect(card.getByText("Set RPC_URL_5000 to let contract wallets sign in.")).toBeVisible();
});

test("[P52] whether wallets on other devices can be reached is said, and how to get what it takes", async ({
  page,
  createUser,
  signIn,
  newBrowser,
  startInstance,
}) => {
  const admin = await createUser({ role: "admin" });
  await signIn(page, admin);
  await page.goto("/admin/wallets");
  await expect(settingsCard(page, "Wallets").getByText("set WALLETCONNECT_PROJECT_ID;")).toBeVisible();
  await expect(page.getByRole("link", { name: "cloud.walletconnect.com" })).toHaveAttribute("rel", /noopener/);
  const instance = await startInstance({ WALLETCONNECT_PROJECT_ID: "0123456789abcdef0123456789abcdef" });
  const there = await newBrowser();
  await signIn(there, admin);
  await there.goto(`${instance.url}/admin/wallets`);
  await expect(there.getByText("WALLETCONNECT_PROJECT_ID is set.")).toBeVisible();
  await expect(there.getByRole("link", { name: "cloud.walletconnect.com" })).toHaveCount(0);
});

test("[P49 P52] only allowed wallets, or all but blocked ones, can be new; who has theirs here goes on signing in", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
  server,
  clientAddress,
}) => {
  await changeSettings({ wallet: { metamask: true } });
  await signIn(page, await createUser({ role: "admin" }));
  const known = await giveWallet(db, await createUser());
  const [one, other] = [freshWallet(), freshWallet()];
  const outcomes = async () => {
    const codes = [];
    for (const wallet of [known, one, other])
      codes.push(await signInWith(new RawClient(server.url, clientAddress), wallet));
    return codes;
  };
  await page.goto("/admin/wallets");
  const card = settingsCard(page, "Who may use a wallet");
  const [allowed, blocked] = [card.getByLabel("Allowed", { exact: true }), card.getByLabel("Blocked", { exact: true })];
  await expect(card.getByText("People who have theirs here already go on signing in with it.")).toBeVisible();
  const long = Array.from({ length: 40 }, () => freshWallet().address).join("\n");
  await allowed.fill(`${long}\nsomebody.eth`);
  await saveAnd(page, "Who may use a wallet", "Line 41 is not the address of a wallet: somebody.eth");
  await expect(allowed).toHaveValue(`${long}\nsomebody.eth`);
  await expect(allowed).toBeFocused();
  await expectAccessible(page);

  await allowed.fill(`\n  ${one.address.toLowerCase()}  \n${one.address.toUpperCase()}\n`);
  await blocked.fill(`${known.address}\n${one.address.toLowerCase()}`);
  await saveAnd(page, "Who may use a wallet");
  await expect(allowed).toHaveValue(one.address);
  await expect(blocked).toHaveValue(`${known.address}\n${one.address}`);
  await expect(card.getByText("1 of at most 500.")).toBeVisible();
  await expect(card.getByText("Not saved yet")).toHaveCount(0);
  expect(await outcomes()).toEqual([undefined, "wallet_not_allowed", undefined]);

  await card.getByLabel("Only allowed wallets").check();
  await saveAnd(page, "Who may use a wallet");
  expect(await outcomes()).toEqual([undefined, undefined, "wallet_not_allowed"]);

  await allowed.fill("");
  await saveAnd(page, "Who may use a wallet");
  await expect(card.getByText("nobody can sign up with a wallet or add one")).toBeVisible();
  expect(await outcomes()).toEqual([undefined, "wallet_not_allowed", "wallet_not_allowed"]);
  await page.reload();
  await expect(allowed).toHaveValue("");
  await expect(blocked).toHaveValue(`${known.address}\n${one.address}`);
});

test("[P49 WF-08 WF-11] lists of wallets: as long as they say they can be, and what is posted by hand is checked", async ({
  page,
  db,
  createUser,
  signIn,
  server,
  clientAddress,
}) => {
  const session = await signIn(page, await createUser({ role: "admin" }));
  const addresses = Array.from({ length: 1000 }, (_, index) => `0x${index.toString(16).padStart(40, "a")}`);
  await page.goto("/admin/wallets");
  const card = settingsCard(page, "Who may use a wallet");
  await card.getByLabel("Allowed", { exact: true }).fill(addresses.slice(0, 500).join("\n"));
  await card.getByLabel("Blocked", { exact: true }).fill(addresses.slice(500).join("\n"));
  await saveAnd(page, "Who may use a wallet");
  await card.getByLabel("Allowed", { exact: true }).fill(addresses.join("\n\n"));
  await saveAnd(page, "Who may use a wallet", "At most 500 addresses.");

  const admin = clientWith(session, server.url, clientAddress);
  const form = await admin.form("/admin/wallets", "allowed");
  const before = await db`SELECT value FROM settings WHERE section = 'wallet'`;
  for (const [values, status] of [
    [{ allowed: addresses.join("\r\n") }, 422],
    [{ allowed: "x".repeat(10_240) }, 422],
    [{ allowed: ["0x", ""] }, 422],
    [{ blocked: new Blob([addresses[0] ?? ""]) }, 422],
    [{ blocked: undefined }, 422],
    [{ allowOnly: "yes" }, 422],
    [{ blocked: "\ud800" }, 422],
    [{ allowed: addresses.join("\r\n"), blocked: addresses.join("\r\n") }, 413],
  ] as const) {
    const sent = { allowOnly: "on", allowed: "", blocked: "", ...values } as Record<string, string | Blob | string[]>;
    expect([Object.keys(values), (await admin.submit(form, sent)).status]).toEqual([Object.keys(values), status]);
  }
  const networks = await admin.form("/admin/wallets", "chains");
  for (const chains of [
    "x",
    "-1",
    "0",
    "1.5",
    "1e400",
    ["1", "x"],
    Array.from({ length: 51 }, (_, index) => `${index + 1}`),
  ])
    expect([chains, (await admin.submit(networks, { chains })).status]).toEqual([chains, 422]);
  expect(await db`SELECT value FROM settings WHERE section = 'wallet'`).toEqual(before);
});

test("[P52 P33] before a switch goes off the page says whom that shuts out, and an admin can't shut themselves out", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ wallet: { metamask: true, okx: true } });
  await db`DELETE FROM users WHERE id IN (SELECT user_id FROM identifiers WHERE kind = 'wallet')`;
  const admin = await createUser({ role: "admin" });
  await giveWallet(db, admin, { only: true });
  await giveWallet(db, await createUser(), { only: true, app: "okx" });
  await giveWallet(db, await createUser(), { app: "okx" });
  await giveWallet(db, await createUser(), { only: true, app: "base", contractOn: 8453 });
  await signIn(page, admin);
  await page.goto("/admin/wallets");
  const card = settingsCard(page, "Wallets");
  await expect(card.getByText("2 people have nothing but a wallet to sign in with.")).toBeVisible();
  await expect(
    card.getByText("1 person signed in with it last. Switched off, 1 person could not sign in any more."),
  ).toBeVisible();
  await expect(
    card.getByText("2 people signed in with it last. Switched off, 1 person could not sign in any more."),
  ).toBeVisible();
  await expect(settingsCard(page, "Networks").getByText("1 person has one there.")).toBeVisible();
  await expectAccessible(page);
  await card.getByLabel("MetaMask", { exact: true }).uncheck();
  await saveAnd(page, "Wallets", LOCK_OUT);
  // Any wallet signs in where others than those with a button may.
  await card.getByLabel("Other wallets", { exact: true }).check();
  await saveAnd(page, "Wallets");
  await card.getByLabel("Other wallets", { exact: true }).uncheck();
  await saveAnd(page, "Wallets", LOCK_OUT);
  await page.reload();
  await expect(card.getByLabel("Other wallets", { exact: true })).toBeChecked();
});

test("[P33 P53] somebody is found by their wallet, and their page says which app, which contract and when", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  const person = await createUser();
  const { address } = await giveWallet(db, person, { only: true });
  const contract = await giveWallet(db, person, { app: "base", contractOn: 8453 });
  await signIn(page, await createUser({ role: "admin" }));
  for (const typed of [
    address,
    address.toLowerCase(),
    address.slice(0, 20).toUpperCase(),
    short(address),
    contract.address,
  ]) {
    await page.goto(`/admin/users?q=${encodeURIComponent(typed)}`);
    await expect(page.getByRole("list", { name: "People" }).getByRole("listitem")).toHaveCount(1);
    await expect(page.getByRole("link", { name: short(address) })).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole("link", { name: short(address) }).click();
  await expect(page.getByRole("heading", { name: short(address) })).toBeVisible();
  const wallets = page.getByRole("list", { name: "Wallets" }).getByRole("listitem");
  await expect(wallets).toHaveCount(2);
  await expect(wallets.nth(0)).toContainText(`MetaMask${short(address)}Primary`);
  await expect(wallets.nth(0).getByTitle(address)).toBeVisible();
  await expect(wallets.nth(0).getByText("Last used")).toBeVisible();
  await expect(wallets.nth(1).getByText("Contract on Base")).toBeVisible();
  await expectAccessible(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await wallets.nth(1).getByRole("button", { name: "Copy address" }).click();
  await expect(wallets.nth(1).getByText("Copied").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(contract.address);
});

test("[P33] who has only a wallet is called by both ends of its address on every page, by a name only where names are asked for", async ({
  page,
  db,
  createUser,
  signIn,
  newBrowser,
  startInstance,
}) => {
  const person = await createUser({ role: "admin" });
  const { address } = await giveWallet(db, person, { only: true });
  await db`UPDATE users SET ens_name = 'ada.eth' WHERE id = ${person.id}`;
  await db`UPDATE wallets SET ens_name = 'ada.eth' WHERE identifier_id IN
    (SELECT id FROM identifiers WHERE user_id = ${person.id})`;
  await signIn(page, person);
  for (const path of ["/dashboard", "/sign-out", "/admin", "/admin/users", `/admin/users/${person.id}`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const seen = { useInnerText: true };
    await expect(page.locator("body")).toContainText(short(address), seen);
    await expect(page.locator("body")).not.toContainText(address, seen);
    await expect(page.locator("body")).not.toContainText("ada.eth", seen);
  }
  await expect(page.getByTitle(address).first()).toBeVisible();
  const instance = await startInstance({ RPC_URL_1: "http://127.0.0.1:1" });
  const there = await newBrowser();
  await signIn(there, person);
  for (const path of ["/dashboard", "/sign-out", "/admin/users", `/admin/users/${person.id}`]) {
    await there.goto(instance.url + path);
    await expect(there.locator("main, form").getByText("ada.eth").first()).toBeVisible();
  }
});
