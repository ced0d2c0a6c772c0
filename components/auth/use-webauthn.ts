"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** @returns whether this browser has passkeys; undefined until that is known, which is right after the page came alive. */
export const useWebAuthn = (): boolean | undefined =>
  useSyncExternalStore<boolean | undefined>(
    never,
    () => typeof PublicKeyCredential === "function",
    () => undefined,
  );
