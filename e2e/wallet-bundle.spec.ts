import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { addWallet, neverAnswers, WALLETS, walletButton } from "./support/wallets";

/* What the code of wallets weighs on the wire, in the production build, and when it is loaded. */

const KIB = 1024;
/** On top of the page, when the wallet has the message: it was 22 and 235 when this was written. */
const BUDGET = { own: 40 * KIB, list: 260 * KIB };
/** What only wagmi, viem and RainbowKit say. */
const WALLET_CODE = /eip6963:|wallet_revokePermissions|personal_sign|data-rk|ju367v|walletconnect/i;

interface Load {
  path: string;
  text: string;
  bytes: number;
}

/** Collects the scripts and styles a page loads, as large as they are when compressed. */
function watchLoads(page: Page): Load[] {
  const loads: Load[] = [];
  page.on("response", async (answer) => {
    if (!["script", "stylesheet"].includes(answer.request().resourceType())) return;
    const body = await answer.body();
    loads.push({ path: new URL(answer.url()).pathname, text: body.toString(), bytes: gzipSync(body).length });
  });
  return loads;
}

const weight = (loads: Load[]) => loads.reduce((sum, { bytes }) => sum + bytes, 0);
const paths = (loads: Load[]) => loads.map(({ path }) => path).sort();

async function open(page: Page, path: string): Promise<Load[]> {
  const loads = watchLoads(page);
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  return [...loads];
}

for (const path of ["/sign-in", "/sign-up"]) {
  test(`[P33 P34 P35 P36] ${path} carries no code of wallets before one is reached for`, async ({
    page,
    newBrowser,
    changeSettings,
  }, testInfo) => {
    await changeSettings({ wallet: { base: false, metamask: false, coinbase: false, okx: false, other: false } });
    const without = await open(await newBrowser(), path);
    await changeSettings(WALLETS);
    await addWallet(page, "metamask");
    const before = await open(page, path);
    await expect(walletButton(page, "MetaMask")).toBeVisible();
    expect(paths(before)).toEqual(paths(without));
    for (const { path: file, text } of before) expect([file, WALLET_CODE.exec(text)?.[0]]).toEqual([file, undefined]);
    await testInfo.attach("weight", { body: `${path}: ${(weight(before) / KIB).toFixed(1)} KiB, of wallets 0` });
  });
}

for (const [what, name, budget] of [
  ["a wallet's own button", "MetaMask", BUDGET.own],
  ["the list of other wallets", "another wallet", BUDGET.list],
] as const) {
  test(`[P33 P34 P35 P36] ${what} loads what it needs, within its budget`, async ({
    page,
    server,
    changeSettings,
  }, testInfo) => {
    await changeSettings(WALLETS);
    const wallet = await addWallet(page, "metamask");
    wallet.answers.set("personal_sign", neverAnswers);
    const loads = watchLoads(page);
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!/^data:|^blob:/.test(request.url()) && new URL(request.url()).origin !== server.url)
        foreign.push(request.url());
    });
    await page.goto("/sign-in");
    await page.waitForLoadState("networkidle");
    const first = weight(loads);
    await walletButton(page, name).click();
    if (budget === BUDGET.list) await page.getByRole("dialog").getByRole("button", { name: "MetaMask" }).click();
    await expect.poll(() => wallet.asked).toContain("personal_sign");
    await page.waitForLoadState("networkidle");
    const more = weight(loads) - first;
    const words = `${what}: ${(more / KIB).toFixed(1)} KiB on top of ${(first / KIB).toFixed(1)} KiB`;
    await testInfo.attach("weight", { body: words });
    expect(more).toBeGreaterThan(10 * KIB);
    expect(more).toBeLessThan(budget);
    expect(foreign).toEqual([]);
  });
}

test("[B01] neither the wallet of development nor the kits of single wallets are part of the build", () => {
  const build = fileURLToPath(new URL("../.next", import.meta.url));
  const scripts = ["static", "server"].flatMap((part) =>
    readdirSync(`${build}/${part}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => `${build}/${part}/${file}`),
  );
  expect(scripts.length).toBeGreaterThan(50);
  const text = scripts.map((file) => readFileSync(file, "utf8")).join("\n");
  expect(text).toContain("eip6963:requestProvider");
  for (const foreign of ["localhost.test-wallet", "MetaMaskSDK", "cdp-sdk", "keys.coinbase.com", "api.web3modal"]) {
    expect([foreign, text.includes(foreign)]).toEqual([foreign, false]);
  }
});
