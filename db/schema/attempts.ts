import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";
import { users } from "./users";
import type { WalletApp } from "./wallets";

/** A wallet that signed, on its way to an account. */
export interface ProvedWallet {
  /** In the case of its checksum (EIP-55). */
  address: string;
  /** Of a contract wallet: the chain whose contract answered for it (EIP-155). */
  contractOn: number | null;
  /** Which app asked for the signature. */
  app: WalletApp;
  /** It was the person's when the journey began. If it no longer is, the journey is over. */
  known?: boolean;
}

/** An identity at a provider, on its way to an account. */
export interface ProvidedLink {
  connection: string;
  subject: string;
  /** What the provider calls the person. */
  label: string | null;
  /** It was the person's when the journey began. If it no longer is, the journey is over. */
  known?: boolean;
  /** The account has never proved its address: nothing is linked before a code or link sent there has come back (LK-01). */
  afterProof?: boolean;
  /** The provider's names, where they replace the account's with every sign-in. */
  names?: { firstName?: string; lastName?: string };
  /** Of an enterprise connection: the person becomes a member. */
  organisationId?: string;
}

/** What an attempt has gathered so far. Nothing here is a secret or a credential. */
export interface AttemptData {
  /** Sign-up: what the person typed, normalised. One at a time becomes the attempt's identifier and is proved. */
  email?: string;
  phone?: string;
  username?: string;
  /** Sign-up: what is proved already, by a code or link of ours or by the word of a provider; `at` is an ISO time. */
  proved?: { kind: "email" | "phone"; value: string; at: string; by: "message" | "provider" }[];
  firstName?: string;
  lastName?: string;
  /** The identifier was verified when the attempt began. If it no longer is, the attempt is over. */
  verified?: boolean;
  /** The passkey that signed in. If it is removed meanwhile, the attempt is over. */
  passkey?: string;
  /** Same-origin path to land on when the attempt is done. */
  redirectTo?: string;
  /** The person wants no second factor asked on this browser for a while. */
  trustBrowser?: boolean;
  /** Of a journey to a provider and back: which connection, and what for. */
  connection?: string;
  purpose?: "sign-in" | "connect" | "test";
  /** Of a test: the admin, whom its failures are not held against, and when the connection was changed last (ISO). */
  test?: { adminId: string; configuredAt: string };
  /** The id of the SAML request under way, which the response has to name. */
  samlRequestId?: string;
  /** Settings ask for no second factor after this connection. */
  exemptsSecondFactor?: boolean;
  /** The provider's identity that becomes the person's when the journey ends. */
  link?: ProvidedLink;
  /** The wallet that becomes the person's when the journey ends. */
  wallet?: ProvedWallet;
  /** The wallet that is asked to sign, and on which chain. */
  signer?: { address: string; chainId: number; app: WalletApp };
  /** Why a provider's answer led nowhere, for the page that says so. */
  problem?: { code: string; connection: string; email?: string };
  /** A passkey is being created without a dialog, by the password manager that was just used. */
  silent?: boolean;
}

/** One journey on its way to a session. The cookie holds the token, the row its hash. */
export const attempts = pgTable(
  "attempts",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    tokenHash: text("token_hash").notNull().unique(),
    flow: text("flow", {
      enum: [
        "sign-in",
        "sign-up",
        "reset-password",
        "step-up",
        "add-identifier",
        "add-second-factor",
        "passkey-sign-in",
        "add-passkey",
        "sso",
        "wallet-sign-in",
        "add-wallet",
      ],
    }).notNull(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** The user's `attempt_epoch` when the attempt became theirs. Once the two differ, the attempt is void. */
    epoch: integer("epoch").notNull().default(0),
    identifierKind: text("identifier_kind", { enum: ["email", "phone", "username", "wallet"] }),
    identifierValue: text("identifier_value"),
    /** The strategy whose screen the person is on. */
    strategy: text("strategy"),
    /** Methods proved so far, in order. */
    amr: text("amr").array().notNull().default([]),
    /** When the attempt's identifier was proved by a code or link. */
    identifierProvedAt: instant("identifier_proved_at"),
    /**
     * What is left once the first factor is right: a second factor, or setting one up. From here on no proof of a first
     * factor counts.
     */
    awaits: text("awaits", { enum: ["second-factor", "enrolment"] }),
    /** The number a code of the second factor goes to. */
    secondFactorPhone: text("second_factor_phone"),
    secondFactorAt: instant("second_factor_at"),
    data: jsonb("data").$type<AttemptData>().notNull().default({}),
    /** When the newest message of this attempt was sent. */
    sentAt: instant("sent_at"),
    /** The strategy that sent it. */
    sentBy: text("sent_by"),
    /** Codes tried against this attempt; a new code gives no new tries. */
    tries: integer("tries").notNull().default(0),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    completedAt: instant("completed_at"),
  },
  (table) => [index("attempts_expires").on(table.expiresAt), index("attempts_user").on(table.userId)],
);

/** A code or link sent to somebody: bound to its attempt, stored as a hash, spent once. */
export const challenges = pgTable(
  "challenges",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    attemptId: uuid("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    strategy: text("strategy").notNull(),
    secretHash: text("secret_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    /** Why using it led nowhere: a link opened in a browser that did not ask for it. */
    failure: text("failure", { enum: ["wrong-device"] }),
  },
  (table) => [
    index("challenges_attempt").on(table.attemptId, table.strategy),
    index("challenges_expires").on(table.expiresAt),
    index("challenges_secret").on(table.secretHash),
  ],
);
