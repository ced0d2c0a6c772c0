import { integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";

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
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  expire: instant("expire"),
});

/** Failed proofs in a row for one account (or one unknown identifier), over all kinds of proof. */
export const lockouts = pgTable("lockouts", {
  subject: text("subject").primaryKey(),
  failures: integer("failures").notNull(),
  lockedUntil: instant("locked_until"),
  /** Hash of the token in the mailed unlock link. */
  unlockHash: text("unlock_hash").unique(),
  updatedAt: instant("updated_at").notNull(),
});

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
