import { defineChain } from "viem";
import { type Config, type CreateConnectorFn, createConfig, custom } from "wagmi";
import { disconnect } from "wagmi/actions";
import type { WalletSetup } from "./setup";

/** Chains are the server's to ask: from here, nobody is. */
const nobody = custom({ request: () => Promise.reject(new Error("Only the server asks chains.")) });

/**
 * wagmi as a ceremony needs it: the wallets that announce themselves (EIP-6963), and nothing that outlives it – no
 * storage, no reconnecting. One a page: each listens to every wallet for as long as the page lives.
 */
export function walletConfig(
  { networks }: WalletSetup,
  connectors: CreateConnectorFn[],
  { discover = true } = {},
): Config {
  const [first, ...rest] = networks.map(({ id, name }) =>
    defineChain({
      id,
      name,
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [] } },
    }),
  );
  if (!first) throw new Error("There is no network to be on.");
  return createConfig({
    chains: [first, ...rest],
    transports: Object.fromEntries(networks.map(({ id }) => [id, nobody])),
    connectors,
    storage: null,
    multiInjectedProviderDiscovery: discover,
  });
}

/**
 * Ends what a wallet has begun by itself: one whose owner chooses another account in it, between two presses, connects
 * again, and nothing could be connected anew.
 */
export async function letGo(config: Config): Promise<void> {
  for (const { connector } of config.state.connections.values()) await disconnect(config, { connector });
}
