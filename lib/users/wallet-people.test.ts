import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { identifiers, passwords } from "@/db/schema";
import { createPerson, TestBrowser } from "@/lib/flows/test-visit";
import { freshWallet } from "@/lib/flows/test-wallets";
import type { Settings } from "@/lib/settings/schema";
import { WALLET_APPS, type WalletApp } from "@/lib/settings/wallet";
import { readHolding } from "./holding";
import { countByApp, countContracts, countShutOut, groupWalletPeople } from "./wallet-people";
import { addWallet } from "./wallets";
import { hasWayIn } from "./ways-in";

type Own = [app: WalletApp, contractOn?: number];

beforeEach(async () => {
  vi.stubEnv("RPC_URL_8453", "http://127.0.0.1:1");
  await db.execute(sql`TRUNCATE users CASCADE`);
});
afterEach(() => vi.unstubAllEnvs());

/** Somebody with these wallets. @param keeps what else they have to sign in with: by default nothing. */
async function somebody(own: Own[], keeps: { email?: boolean; password?: boolean } = {}): Promise<string> {
  const { userId } = await createPerson();
  if (!keeps.email) await db.delete(identifiers).where(eq(identifiers.userId, userId));
  if (!keeps.password) await db.delete(passwords).where(eq(passwords.userId, userId));
  for (const [app, contractOn = null] of own) {
    const added = await addWallet(db, userId, { address: freshWallet().address, contractOn, app }, new Date());
    expect(added.ok).toBe(true);
  }
  return userId;
}

describe("[P33 P52] whom switching wallets off would shut out", () => {
  it("is what is said of each of them, whatever is on", async () => {
    const people = [
      await somebody([]),
      await somebody([["metamask"]]),
      await somebody([["metamask"]]),
      await somebody([["metamask"]], { password: true }),
      await somebody([["metamask"]], { email: true }),
      await somebody([["metamask"], ["okx"]]),
      await somebody([["other"]]),
      await somebody([["base", 8453]]),
      await somebody([["base", 8453], ["coinbase"]]),
      await somebody([["base", 1]]),
    ];
    const browser = new TestBrowser();
    const holdings = await Promise.all(people.map((userId) => readHolding(db, userId)));
    const withWallets = holdings.filter(({ identifiers }) => identifiers.some(({ kind }) => kind === "wallet"));
    const seen = new Set<number>();
    const check = async (settings: Settings) => {
      const expected = withWallets.filter((holding) => !hasWayIn(holding, settings)).length;
      seen.add(expected);
      expect(countShutOut(await groupWalletPeople(settings), settings)).toBe(expected);
    };
    for (const app of WALLET_APPS) {
      browser.set("wallet", { [app]: true });
      await check(browser.settings);
      await check({ ...browser.settings, wallet: { ...browser.settings.wallet, [app]: false } });
    }
    browser.set("wallet", { chains: [1] });
    await check(browser.settings);
    browser.set("email", { codeSignIn: false });
    await check(browser.settings);
    expect(seen.size).toBeGreaterThan(3);
  });

  it("is read in as many rows as there are kinds of wallets, however many people", async () => {
    for (const own of [[["metamask"], ["okx"]], [["okx"], ["metamask"]], [["okx"]], [["okx"], ["okx"]]] as Own[][])
      await somebody(own);
    const groups = await groupWalletPeople(new TestBrowser().settings);
    expect(groups.map(({ people }) => people)).toEqual([2, 2]);
  });

  it("counts people by app and contracts by chain, each person once", async () => {
    await somebody([["metamask"], ["metamask"], ["base", 8453]]);
    await somebody([["metamask"]], { email: true });
    expect(await countByApp()).toEqual(
      new Map([
        ["metamask", 2],
        ["base", 1],
      ]),
    );
    expect(await countContracts()).toEqual(new Map([[8453, 1]]));
  });
});
