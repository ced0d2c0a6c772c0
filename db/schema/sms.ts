import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";

/** Each text message sent, for the meter and the spending guard: the number itself is not kept. */
export const smsSends = pgTable(
  "sms_sends",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** ISO 3166-1 alpha-2, of the parsed number. */
    country: text("country").notNull(),
    numberHash: text("number_hash").notNull(),
    purpose: text("purpose", { enum: ["code", "notice"] }).notNull(),
    attemptId: uuid("attempt_id"),
    sentAt: instant("sent_at").notNull(),
    /** When a code in it was entered. */
    verifiedAt: instant("verified_at"),
  },
  (table) => [
    index("sms_sends_country").on(table.country, table.sentAt),
    index("sms_sends_attempt").on(table.attemptId),
    index("sms_sends_sent").on(table.sentAt),
  ],
);

/** Countries the guard has stopped, until an admin resumes them. What was sent before `resumed_at` no longer counts. */
export const smsStops = pgTable("sms_stops", {
  country: text("country").primaryKey(),
  stoppedAt: instant("stopped_at"),
  resumedAt: instant("resumed_at"),
});
