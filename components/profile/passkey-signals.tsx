"use client";

import { useEffect, useRef } from "react";
import { loadWebAuthn } from "@/components/auth/webauthn";

interface PasskeySignalsProps {
  rpId: string;
  /** The name under which authenticators know the person. */
  userId: string;
  /** Of every passkey they have. */
  credentialIds: string[];
  userName: string;
  displayName: string;
}

/**
 * Keeps password managers in step: a passkey that was removed here is no longer offered, and carries the person's new
 * name. Speaks only of what changes while the page is open.
 */
export function PasskeySignals(props: PasskeySignalsProps) {
  const { rpId: rpID, userId: userID, credentialIds, userName, displayName } = props;
  const before = useRef(props);

  useEffect(() => {
    const last = before.current;
    before.current = { rpId: rpID, userId: userID, credentialIds, userName, displayName };
    const isShorter = last.credentialIds.some((id) => !credentialIds.includes(id));
    const isRenamed = last.userName !== userName || last.displayName !== displayName;
    if (last.userId !== userID) return;
    if (isShorter) {
      void send({ signalName: "allAcceptedCredentials", rpID, userID, allAcceptedCredentialIDs: credentialIds });
    }
    if (isRenamed) {
      void send({ signalName: "currentUserDetails", rpID, userID, userName, userDisplayName: displayName });
    }
  }, [rpID, userID, credentialIds, userName, displayName]);
  return null;
}

type Signal = Parameters<Awaited<ReturnType<typeof loadWebAuthn>>["sendSignal"]>[0];

async function send(signal: Signal) {
  try {
    const { sendSignal } = await loadWebAuthn();
    await sendSignal(signal);
  } catch {
    // Browsers that know no signals.
  }
}
