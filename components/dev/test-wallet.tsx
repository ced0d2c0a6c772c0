"use client";

import { useEffect } from "react";

/** Puts a wallet into the pages of a development server, for whoever has none. Its code is not part of a build. */
export function TestWallet() {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isGone = false;
    import("./test-wallet-provider").then(
      ({ announceTestWallet }) => {
        if (!isGone) stop = announceTestWallet();
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      stop?.();
    };
  }, []);
  return null;
}
