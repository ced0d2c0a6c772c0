import type { SamlConfig } from "@/db/schema/connections";
import { readCertificate } from "@/lib/strategies/saml/certificate";

const SOON_MS = 30 * 86_400_000;

const stateOf = (notAfter: Date, now: Date) =>
  notAfter <= now ? "expired" : notAfter.getTime() - now.getTime() < SOON_MS ? "expiring" : "fine";

/** @returns the certificates of a SAML connection with how long they last: what is expired still works, and warns (SA-12). */
export const certificatesOf = (saml: SamlConfig | null, now: Date) =>
  (saml?.certificates ?? []).flatMap((pem) => {
    const read = readCertificate(pem);
    if (!read.ok) return [];
    const { subject, notAfter, fingerprint } = read.data;
    return [{ subject, notAfter, fingerprint, state: stateOf(notAfter, now) } as const];
  });

/** @returns how the certificate that lasts longest is: while one is fine, nothing is about to end. */
export function certificateState(saml: SamlConfig | null, now: Date): "fine" | "expiring" | "expired" {
  const states = certificatesOf(saml, now).map(({ state }) => state);
  if (states.length === 0 || states.includes("fine")) return "fine";
  return states.includes("expiring") ? "expiring" : "expired";
}
