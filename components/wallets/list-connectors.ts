import {
  connectorsForWallets,
  getWalletConnectConnector,
  type Wallet,
  type WalletDetailsParams,
} from "@rainbow-me/rainbowkit";
import { type Connector, type CreateConnectorFn, createConnector, injected } from "wagmi";
import type { WalletSetup } from "./setup";

const GREY = "#737373";
const drawing = (inside: string) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" fill="${GREY}"/><g fill="none" stroke="#fff" stroke-width="1.800">${inside}</g></svg>`,
  )}`;
const GLOBE = drawing(
  '<circle cx="14" cy="14" r="8"/><ellipse cx="14" cy="14" rx="3.500" ry="8"/><path d="M6 14h16"/>',
);
const PHONE = drawing('<rect x="9" y="5" width="10" height="18" rx="2"/><path d="M13 20h2"/>');

/**
 * RainbowKit would have a wallet change its network while it connects, without a word. Whether it has to is the server's
 * to say, and the page's to ask.
 */
const inBrowser = (details: WalletDetailsParams, parameters?: Parameters<typeof injected>[0]): CreateConnectorFn =>
  createConnector((config) => {
    const connector = injected(parameters)(config);
    const { connect } = connector;
    return {
      ...connector,
      ...details,
      connect: ((options) => connect.call(connector, { ...options, chainId: undefined })) as typeof connect,
    };
  });

/** One that announced itself (EIP-6963). RainbowKit shows those by itself, but not on phones, in the browsers of apps. */
async function announced({ id, name, icon, getProvider }: Connector): Promise<Wallet> {
  const target = { id, name, provider: (await getProvider()) as never };
  return {
    id,
    name,
    iconUrl: icon ?? GLOBE,
    iconBackground: GREY,
    installed: true,
    createConnector: (details) => inBrowser(details, { target }),
  };
}

/** One older than EIP-6963, which is only there as `window.ethereum`. */
const unannounced: Wallet = {
  id: "browser",
  name: "Browser wallet",
  iconUrl: GLOBE,
  iconBackground: GREY,
  installed: true,
  createConnector: inBrowser,
};

/** Any on another device, by a QR code; on a phone, one of its apps. Its own kit of pages (`showQrModal`) is not used. */
const elsewhere = (projectId: string): Wallet => ({
  id: "phone",
  name: "WalletConnect",
  iconUrl: PHONE,
  iconBackground: GREY,
  qrCode: { getUri: (uri) => uri },
  mobile: { getUri: (uri) => uri },
  createConnector: getWalletConnectConnector({ projectId }),
});

/** @returns what RainbowKit's list shows. @param found the wallets that announced themselves. */
export async function listConnectors(
  { projectId, appName }: WalletSetup,
  found: readonly Connector[],
): Promise<CreateConnectorFn[]> {
  const here = await Promise.all(found.map(announced));
  if (here.length === 0 && "ethereum" in window) here.push(unannounced);
  const groups = [
    { groupName: "In this browser", wallets: here },
    { groupName: "On another device", wallets: projectId ? [elsewhere(projectId)] : [] },
  ];
  return connectorsForWallets(
    groups
      .filter(({ wallets }) => wallets.length > 0)
      .map(({ groupName, wallets }) => ({
        groupName,
        wallets: wallets.map((one) => () => one),
      })),
    { projectId: projectId ?? "", appName },
  );
}
