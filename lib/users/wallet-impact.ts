import "server-only";
import type { Settings } from "@/lib/settings/schema";
import { WALLET_APPS, type WalletApp } from "@/lib/settings/wallet";
import { countByApp, countContracts, countShutOut, groupWalletPeople } from "./wallet-people";

/** Whom a switch concerns. */
export interface Impact {
  people: number;
  /** Of all people: whom the switch, turned, would shut out, or let in again. */
  affected: number;
}

export interface WalletImpact {
  /** People by the app they signed in with last. */
  apps: Record<WalletApp, Impact>;
  /** People with a contract wallet there. */
  ofChain(id: number): Impact;
  /** Who has nothing but wallets, and can't sign in with them now. */
  shutOut: number;
  /** The same with all of them off. */
  shutOutWithoutAny: number;
}

/** @returns what the settings of wallets mean for the people who have some. */
export async function readWalletImpact(settings: Settings): Promise<WalletImpact> {
  const { wallet } = settings;
  const [groups, byApp, contracts] = await Promise.all([groupWalletPeople(settings), countByApp(), countContracts()]);
  const shutOutWith = (change: Partial<Settings["wallet"]>) =>
    countShutOut(groups, { ...settings, wallet: { ...wallet, ...change } });
  const shutOut = shutOutWith({});
  const affectedBy = (change: Partial<Settings["wallet"]>) => Math.abs(shutOutWith(change) - shutOut);
  const impactOf = (app: WalletApp) => ({ people: byApp.get(app) ?? 0, affected: affectedBy({ [app]: !wallet[app] }) });
  const turned = (id: number) =>
    wallet.chains.includes(id) ? wallet.chains.filter((chain) => chain !== id) : [...wallet.chains, id];
  return {
    apps: Object.fromEntries(WALLET_APPS.map((app) => [app, impactOf(app)])) as Record<WalletApp, Impact>,
    ofChain: (id) => ({ people: contracts.get(id) ?? 0, affected: affectedBy({ chains: turned(id) }) }),
    shutOut,
    shutOutWithoutAny: shutOutWith(Object.fromEntries(WALLET_APPS.map((app) => [app, false]))),
  };
}
