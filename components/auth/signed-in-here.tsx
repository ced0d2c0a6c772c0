"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { announceSession, onSessionEvent } from "./session-channel";

/** For private pages: tells waiting sign-in tabs to move on, and leaves when another tab has signed out. */
export function SignedInHere() {
  const router = useRouter();
  useEffect(() => {
    announceSession("signed-in");
    return onSessionEvent((event) => {
      if (event === "signed-out") router.refresh();
    });
  }, [router]);
  return null;
}
