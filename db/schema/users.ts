import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";

/** People. `email` repeats the primary verified or unverified address for Auth.js; `identifiers` is the truth. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    firstName: text("first_name"),
    lastName: text("last_name"),
    name: text("name").generatedAlwaysAs(
      sql`nullif(btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), '')`,
    ),
    email: text("email"),
    emailVerified: instant("email_verified_at"),
    /** The identifier that stands for them where no name does: primary address, else number, else username, else wallet. */
    identifier: text("identifier"),
    /** What their primary wallet calls itself (ENS), when it was looked up last. */
    ensName: text("ens_name"),
    image: text("image"),
    role: text("role", { enum: ["user", "admin"] })
      .notNull()
      .default("user"),
    bannedAt: instant("banned_at"),
    /** Counts up when every attempt under way that could end in this account becomes void; a trigger does it for a ban. */
    attemptEpoch: integer("attempt_epoch").notNull().default(0),
    /** When it last counted up. */
    attemptsVoidedAt: instant("attempts_voided_at"),
    createdAt: instant("created_at").notNull(),
    lastSignInAt: instant("last_sign_in_at"),
  },
  (table) => [
    index("users_created").on(table.createdAt, table.id),
    // The operator class is for searching by how a text begins, whatever the collation of the database.
    index("users_name").on(sql`lower(${table.name}) text_pattern_ops`),
    index("users_last_name").on(sql`lower(${table.lastName}) text_pattern_ops`),
  ],
);

/** What a person signs in with. `value` is normalised; a verified value has one owner. */
export const identifiers = pgTable(
  "identifiers",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["email", "phone", "username", "wallet"] }).notNull(),
    value: text("value").notNull(),
    verifiedAt: instant("verified_at"),
    isPrimary: boolean("is_primary").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("identifiers_kind_value").on(table.kind, table.value),
    index("identifiers_user").on(table.userId),
    index("identifiers_value").on(table.value.op("text_pattern_ops")),
    // The same address in another case is the same address.
    uniqueIndex("identifiers_wallet").on(sql`lower(${table.value}) text_pattern_ops`).where(sql`kind = 'wallet'`),
    uniqueIndex("identifiers_one_primary").on(table.userId, table.kind).where(sql`is_primary`),
  ],
);

/**
 * Links to outside providers, in the shape Auth.js' adapter names. `provider` is a social connection's key or an
 * enterprise connection's id; tokens are not kept (OA-06).
 */
export const accounts = pgTable(
  "accounts",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
    /** What the provider calls them, for people to recognise it by. */
    label: text("label"),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.providerAccountId] }),
    index("accounts_user").on(table.userId),
  ],
);

/** Browsers a person has signed in from: the new-device notice and the device's own lockout counter rest on it. */
export const devices = pgTable(
  "devices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    userAgent: text("user_agent"),
    ip: text("ip"),
    /** No passkey is offered here after a sign-in until then. */
    passkeyOfferAfter: instant("passkey_offer_after"),
    /** No second factor is asked here until then. */
    trustedUntil: instant("trusted_until"),
  },
  (table) => [
    unique("devices_user_token").on(table.userId, table.tokenHash),
    index("devices_token").on(table.tokenHash),
  ],
);

/**
 * Signed-in browsers. `sessionToken` (Auth.js' name) holds the SHA-256 of the cookie, never the cookie.
 * `expires` slides with use and never passes `absoluteExpires`.
 */
export const sessions = pgTable(
  "sessions",
  {
    sessionToken: text("token_hash").primaryKey(),
    id: uuid("id").notNull().unique().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    deviceId: uuid("device_id").references(() => devices.id, { onDelete: "set null" }),
    amr: text("amr").array().notNull(),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    expires: instant("expires_at").notNull(),
    absoluteExpires: instant("absolute_expires_at").notNull(),
    firstFactorAt: instant("first_factor_at").notNull(),
    secondFactorAt: instant("second_factor_at"),
    ip: text("ip"),
    userAgent: text("user_agent"),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expires").on(table.expires)],
);
