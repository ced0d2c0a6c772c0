"use client";

import { useEffect } from "react";
import { onSessionEvent } from "./session-channel";

async function isSignedIn(): Promise<boolean> {
  try {
    const response = await fetch("/api/auth/session", { cache: "no-store" });
    const session: { user?: unknown } | null = response.ok ? await response.json() : null;
    return Boolean(session?.user);
  } catch {
    // Offline: the next look will tell.
    return false;
  }
}

/** Moves this page on once the person has signed in in another tab. Looks when the tab is looked at, or told. */
export function SignedInElsewhere({ redirectUrl }: { redirectUrl: string }) {
  useEffect(() => {
    async function moveOn() {
      if (await isSignedIn()) location.replace(redirectUrl);
    }
    const onLook = () => {
      if (document.visibilityState === "visible") void moveOn();
    };
    // Back from a later page: the browser may show this one as it was left.
    const onReturn = ({ persisted }: PageTransitionEvent) => persisted && onLook();
    document.addEventListener("visibilitychange", onLook);
    addEventListener("pageshow", onReturn);
    const stopListening = onSessionEvent((event) => {
      if (event === "signed-in") void moveOn();
    });
    return () => {
      document.removeEventListener("visibilitychange", onLook);
      removeEventListener("pageshow", onReturn);
      stopListening();
    };
  }, [redirectUrl]);
  return null;
}
