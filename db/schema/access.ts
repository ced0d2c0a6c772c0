import { doublePrecision, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";
import { users } from "./users";

/** What an admin has changed, a section a row; what is absent has its default. */
export const settings = pgTable("settings", {
  section: text("section").primaryKey(),
  value: jsonb("value").notNull(),
  /** The last value saved here of which every setting could be read. */
  lastGood: jsonb("last_good"),
  updatedAt: instant("updated_at").notNull(),
  updatedBy: uuid("updated_by"),
});

/** Counters of rate-limiter-flexible (its column names). */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").primaryKey(),
    points: integer("points").notNull(),
    expire: instant("expire"),
  },
  (table) => [index("rate_limits_expire").on(table.expire)],
);

/**
 * Wrong tries in a row with one kind of proof. `subject` says whose: an identifier as it was typed, a person over all
 * browsers they have not signed in from, or one browser they have.
 */
export const lockouts = pgTable(
  "lockouts",
  {
    subject: text("subject").primaryKey(),
    /** Null where nobody has the identifier. No foreign key: to count a try waits for nobody's row. */
    userId: uuid("user_id"),
    /** The strategy. */
    proof: text("proof").notNull(),
    failures: integer("failures").notNull(),
    lockedUntil: instant("locked_until"),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("lockouts_user").on(table.userId), index("lockouts_updated").on(table.updatedAt)],
);

/** What guesses at codes have added up to, as the chance that one has hit; it drains over a year. */
export const guesses = pgTable(
  "guesses",
  {
    subject: text("subject").primaryKey(),
    chance: doublePrecision("chance").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("guesses_updated").on(table.updatedAt)],
);

/** Links sent to the owner of a locked account; a hash each. */
export const unlockLinks = pgTable(
  "unlock_links",
  {
    tokenHash: text("token_hash").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("unlock_links_user").on(table.userId), index("unlock_links_expires").on(table.expiresAt)],
);

/** Mail and SMS of development, shown in /dev/inbox. Never written in production. */
export const outbox = pgTable("outbox", {
  id: uuid("id").primaryKey().defaultRandom(),
  channel: text("channel", { enum: ["email", "sms"] }).notNull(),
  to: text("to").notNull(),
  subject: text("subject"),
  text: text("text").notNull(),
  html: text("html"),
  createdAt: instant("created_at").notNull(),
});
