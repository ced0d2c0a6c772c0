import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { z } from "zod";
import type { attempts } from "@/db/schema";
import type { ProvedWallet } from "@/db/schema/attempts";
import type { Client } from "@/lib/client";
import type { ProvidedIdentity } from "@/lib/connections/identity";
import type { Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import type { Identifier, IdentifierKind } from "@/lib/users/identifiers";

/** Also the audit name, the `amr` value, the file name and the spec's name. */
export type StrategyId =
  | "backup-code"
  | "email-code"
  | "email-link"
  | "enterprise"
  | "oauth"
  | "passkey"
  | "password"
  | "phone-code"
  | "totp"
  | "wallet";

export type Attempt = typeof attempts.$inferSelect;
export type Flow = Attempt["flow"];
/** What a journey is about at the moment. */
export type Stage = "first-factor" | NonNullable<Attempt["awaits"]>;

/** What a strategy may see of the journey it serves. */
export interface Context {
  now: Date;
  settings: Settings;
  client: Client;
  attempt: Attempt;
  /** @returns whether the attempt's person has signed in from this browser before. */
  knowsBrowser(): Promise<boolean>;
  /** What the browser calls itself (the token of its device cookie). */
  deviceToken?: string;
  /** Nothing is looked at: the try counts, takes as long, and is answered like any wrong one. */
  isBlind?: boolean;
}

/** What wrong tries of a proof lead to. Absent from a strategy that nobody can guess. */
export interface Guessing {
  /**
   * Too many wrong ones in a row bar the right one as well, in browsers the account does not know: what the proof is
   * called then. Null where a right one always counts.
   */
  locksAs: string | null;
  /** How likely a try hits, where that can be told, and what the tries of a year may add up to at most. */
  ceiling?: { perYear: number; chance(context: Context): number | Promise<number> };
}

/** What the person has to do next. */
export type Challenge =
  | { kind: "sent"; to: string; resendAt: Date }
  /** For the browser's own API, as JSON. */
  | { kind: "browser"; options: PublicKeyCredentialRequestOptionsJSON }
  /** For a wallet to sign, as text. */
  | { kind: "wallet"; message: string };

/**
 * Who it is: a person we know, the proved identifier of somebody new, or an identity at a provider or a wallet that is
 * nobody's yet.
 */
export type Verified =
  | { userId: string; passkey?: string; wallet?: ProvedWallet }
  | { newUser: { identifier: Identifier } }
  | { identity: ProvidedIdentity }
  | { wallet: ProvedWallet };

/**
 * Answers one question: who is this? It starts a challenge and verifies a proof. It never makes a session, sets a
 * cookie, redirects, or looks at settings other than its own.
 */
export interface Strategy<Proof = unknown> {
  id: StrategyId;
  factor: "first" | "second" | "either";
  /** The kinds of identifier it can prove a person by; none of a second factor. */
  identifiers: readonly IdentifierKind[];
  /** Whether a right proof shows control of the attempt's identifier (a code sent there does, a password does not). */
  provesIdentifier: boolean;
  guessing?: Guessing;
  /** The admin's switch for this journey and stage AND configured. */
  enabled(settings: Settings, flow: Flow, stage: Stage): boolean;
  start?(context: Context): Promise<Result<Challenge>>;
  /** Shape of the proof, checked before `verify` sees it. */
  proof: z.ZodType<Proof>;
  verify(context: Context, proof: Proof): Promise<Result<Verified>>;
}
