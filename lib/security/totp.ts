import "server-only";
import { generateSecret, generateURI, verifySync } from "otplib";

/** RFC 6238 with what every app understands: SHA-1, 30 s, 6 digits. */
const PERIOD_SECONDS = 30;

/** How many codes are right at a time: that of now, and its neighbors. */
export const STEPS = 3;

/** @returns a fresh seed of 160 bits (RFC 4226 §4, R6), in base32. */
export const newSeed = (): string => generateSecret({ length: 20 });

/**
 * @param code six digits. @param now of the server: no client's clock counts.
 * @returns the time step the code is of, at most one away from now (RFC 6238 §5.2); null for any other code.
 */
export function stepOf(seed: string, code: string, now: Date): number | null {
  const result = verifySync({
    secret: seed,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: PERIOD_SECONDS,
  });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}

/** @returns the `otpauth:` address apps take a seed from, by camera or by link. */
export const otpauthUri = ({ seed, appName, account }: { seed: string; appName: string; account: string }): string =>
  generateURI({ issuer: appName, label: account, secret: seed });
