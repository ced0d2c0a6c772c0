import { type Config, type Connector, injected } from "wagmi";
import { watchConnectors } from "wagmi/actions";
import type { WalletApp } from "@/lib/settings/wallet";

export type OwnApp = Exclude<WalletApp, "other">;

/** By what each announces itself (EIP-6963, `rdns`): as an extension, and in the browser of its app. */
const RDNS: Record<OwnApp, string[]> = {
  base: ["app.base.account", "com.coinbase.wallet"],
  metamask: ["io.metamask", "io.metamask.mobile", "io.metamask.flask"],
  coinbase: ["com.coinbase.wallet"],
  okx: ["com.okex.wallet"],
};

const OKX = {
  id: "okxWallet",
  name: "OKX Wallet",
  provider: (window?: unknown) => (window as { okxwallet?: never } | undefined)?.okxwallet,
};

/** Browsers of apps that are older than EIP-6963 and only put a `window.ethereum` into the page. */
const LEGACY = { base: "coinbaseWallet", metamask: "metaMask", coinbase: "coinbaseWallet", okx: OKX } as const;

export const legacyConnectors = () => [...new Set(Object.values(LEGACY))].map((target) => injected({ target }));

/** Wallets answer at once; one that is still starting gets this long. */
const LATE_MS = 400;

const isAnnounced = ({ id }: Connector) => id.includes(".");
const announced = ({ connectors }: Config, app: OwnApp) =>
  RDNS[app].map((rdns) => connectors.find(({ id }) => id === rdns)).find(Boolean);

/** @returns the wallet, if it is in this browser. @param config with the `legacyConnectors`. */
export async function findWallet(config: Config, app: OwnApp): Promise<Connector | undefined> {
  const found = announced(config, app) ?? (await late(config, () => announced(config, app)));
  if (found) return found;
  const target = LEGACY[app];
  const legacy = config.connectors.find(({ id }) => id === (typeof target === "string" ? target : target.id));
  return (await legacy?.getProvider()) ? legacy : undefined;
}

/** @returns the wallets that announced themselves, each once. */
export async function announcedWallets(config: Config): Promise<Connector[]> {
  const all = () => config.connectors.filter(isAnnounced);
  if (all().length === 0) await late(config, () => all()[0]);
  return [...new Map(all().map((one) => [one.id, one])).values()];
}

function late<T>(config: Config, look: () => T | undefined): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      unwatch();
      resolve(look());
    };
    const timer = setTimeout(end, LATE_MS);
    const unwatch = watchConnectors(config, { onChange: () => look() && end() });
  });
}
