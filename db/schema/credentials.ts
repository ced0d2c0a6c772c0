import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { attempts } from "./attempts";
import { instant } from "./instant";
import { identifiers, users } from "./users";

/** One password a person; `hash` is a PHC string (argon2id). */
export const passwords = pgTable("passwords", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  hash: text("hash").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/** What a person is asked for after the first factor: an authenticator app (at most one), or a number of theirs. */
export const secondFactors = pgTable(
  "second_factors",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    strategy: text("strategy", { enum: ["totp", "phone-code"] }).notNull(),
    /** The number, of a phone code. */
    identifierId: uuid("identifier_id").references(() => identifiers.id, { onDelete: "cascade" }),
    /** The seed of an authenticator app, encrypted and bound to its person. */
    secret: text("secret"),
    /** The newest time step (RFC 6238) whose code was used: it and all before it are worth nothing. */
    lastStep: bigint("last_step", { mode: "number" }),
    /** Asked for first. */
    isDefault: boolean("is_default").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("second_factors_one_app").on(table.userId).where(sql`strategy = 'totp'`),
    uniqueIndex("second_factors_number").on(table.identifierId),
    index("second_factors_user").on(table.userId),
    uniqueIndex("second_factors_one_default").on(table.userId).where(sql`is_default`),
    check(
      "second_factors_shape",
      sql`CASE strategy WHEN 'totp' THEN identifier_id IS NULL AND secret IS NOT NULL AND last_step IS NOT NULL
          ELSE identifier_id IS NOT NULL AND secret IS NULL END`,
    ),
  ],
);

/** An authenticator app on its way: bound to the journey that shows its seed, so no other browser ever sees it. */
export const totpEnrolments = pgTable("totp_enrolments", {
  attemptId: uuid("attempt_id")
    .primaryKey()
    .references(() => attempts.id, { onDelete: "cascade" }),
  secret: text("secret").notNull(),
  /** The time step of the code that showed the app holds the seed. */
  provedStep: bigint("proved_step", { mode: "number" }),
  createdAt: instant("created_at").notNull(),
});

/** Codes for when the other second factor is out of reach; each works once. */
export const backupCodes = pgTable(
  "backup_codes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    codeHash: text("code_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** Passkeys. A credential id has one owner over all people (PK-07). */
export const passkeys = pgTable(
  "passkeys",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Base64url. */
    credentialId: text("credential_id").notNull().unique(),
    /** COSE, base64url. */
    publicKey: text("public_key").notNull(),
    /** The authenticator's sign counter; 0 where it keeps none. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull(),
    /** Of the authenticator's model. */
    aaguid: text("aaguid").notNull(),
    name: text("name").notNull(),
    /** Whether it may be copied to other devices, which never changes, and whether it has been. */
    backupEligible: boolean("backup_eligible").notNull(),
    backedUp: boolean("backed_up").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at"),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);
