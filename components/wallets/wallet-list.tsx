import "@rainbow-me/rainbowkit/styles.css";
import "./wallet-list.css";
import { RainbowKitProvider, useConnectModal } from "@rainbow-me/rainbowkit";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentProps, useEffect, useEffectEvent, useRef } from "react";
import { createRoot } from "react-dom/client";
import { type Config, type Connector, WagmiProvider } from "wagmi";
import { type GetAccountReturnType, watchAccount } from "wagmi/actions";
import { listenAbove } from "./above-dialogs";
import { letGo, walletConfig } from "./config";
import { listConnectors } from "./list-connectors";
import { mendList } from "./mend-list";
import type { WalletSetup } from "./setup";
import { listTheme } from "./wallet-list-theme";

/** A wallet that has shown an account. */
export interface Connection {
  config: Config;
  connector: Connector;
  accounts: readonly `0x${string}`[];
  chainId: number;
}

let config: Config | undefined;

const appInfo: ComponentProps<typeof RainbowKitProvider>["appInfo"] = {
  disclaimer: ({ Text }) => <Text>Signing costs nothing and moves nothing.</Text>,
  // What leads there is out of sight: `wallet-list.css`.
  learnMoreUrl: "#lesson",
};

/** What came of the list: a wallet, one that failed, or none. */
export type Picked = Connection | { failed: string; error: unknown } | "closed";

/**
 * RainbowKit's list of wallets over the page: whichever announced themselves and, where it is set up, WalletConnect.
 * @param found those that announced themselves.
 * @returns the one that was chosen, connected or with why it is not; `closed` when the list was.
 */
export async function pickWallet(
  setup: WalletSetup,
  found: readonly Connector[],
  signal: AbortSignal,
): Promise<Picked> {
  config ??= walletConfig(setup, await listConnectors(setup, found), { discover: false });
  const shown = config;
  await letGo(shown);
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const ends: (() => void)[] = [];
  try {
    return await new Promise((resolve) => {
      const closed = () => resolve("closed");
      const onChange = ({ connector, addresses, chainId }: GetAccountReturnType) => {
        if (connector && addresses && chainId) resolve({ config: shown, connector, accounts: addresses, chainId });
      };
      // RainbowKit's own words for a refusal say less than the page's.
      const onError = (error: unknown, asked: unknown) => {
        const failed = (asked as { connector?: Connector } | undefined)?.connector?.name ?? "The wallet";
        resolve({ failed, error });
      };
      const client = new QueryClient({ mutationCache: new MutationCache({ onError }) });
      ends.push(watchAccount(shown, { onChange }), listenAbove(closed), mendList());
      signal.addEventListener("abort", closed);
      root.render(
        <WagmiProvider config={shown} reconnectOnMount={false}>
          <QueryClientProvider client={client}>
            <RainbowKitProvider theme={listTheme} modalSize="compact" locale="en-US" appInfo={appInfo}>
              <OpenList onClosed={closed} />
            </RainbowKitProvider>
          </QueryClientProvider>
        </WagmiProvider>,
      );
    });
  } finally {
    for (const end of ends) end();
    root.unmount();
    place.remove();
  }
}

/** Opens RainbowKit's modal, and tells when it was closed. */
function OpenList({ onClosed }: { onClosed: () => void }) {
  const { connectModalOpen, openConnectModal } = useConnectModal();
  const wasOpen = useRef(false);
  const open = useEffectEvent(() => openConnectModal?.());
  useEffect(() => open(), []);
  useEffect(() => {
    if (wasOpen.current && !connectModalOpen) onClosed();
    wasOpen.current = connectModalOpen;
  }, [connectModalOpen, onClosed]);
  return null;
}
