"use client";

import type { WalletOption } from "./setup";
import { isPhone, walletPlaces } from "./wallet-apps";

interface MissingWalletProps {
  option: WalletOption;
  /** WalletConnect is set up. */
  canUsePhone: boolean;
}

const AWAY = { target: "_blank", rel: "noopener noreferrer", className: "underline underline-offset-4" } as const;

/** There is no such wallet in this browser: where to get it and, on a phone, how to open this page inside its app. */
export function MissingWallet({ option: { id, name }, canUsePhone }: MissingWalletProps) {
  const { get, open } = walletPlaces[id];
  const phone = isPhone();
  const what = id === "other" ? "No wallet was found in this browser." : `${name} was not found in this browser.`;
  const onPhone = open
    ? "Open this page in the app, or get it first."
    : "Open this page in the browser of your wallet's app, or find a wallet first.";
  return (
    <div role="alert" className="flex flex-col gap-2">
      <p>
        {what} {phone ? onPhone : "Get one that works as an extension, then reload this page and try again."}
        {canUsePhone && id !== "other" && " Or choose another wallet to connect an app on your phone."}
      </p>
      <p className="flex flex-wrap gap-x-4 gap-y-2">
        {phone && open && (
          <a {...AWAY} href={open(location.href)}>
            Open in {name}
          </a>
        )}
        <a {...AWAY} href={get}>
          {id === "other" ? "Find a wallet" : `Get ${name}`}
        </a>
      </p>
    </div>
  );
}
