import { bigint, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";

/**
 * Who did what to whom. Append-only: a trigger refuses deletes, and updates that do more than blank
 * personal columns. No foreign keys, so that rows outlive the people in them.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull(),
    type: text("type").notNull(),
    result: text("result", { enum: ["success", "failure"] }).notNull(),
    actorId: uuid("actor_id"),
    subjectId: uuid("subject_id"),
    method: text("method"),
    ip: text("ip"),
    userAgent: text("user_agent"),
    data: jsonb("data").$type<Record<string, unknown>>(),
  },
  (table) => [
    index("audit_events_subject").on(table.subjectId, table.id),
    index("audit_events_type").on(table.type, table.at),
  ],
);

/** Events that can be caused at will, for an hour from the first one: that one is in the log, the rest is counted here. */
export const auditRepeats = pgTable(
  "audit_repeats",
  {
    /** Hash of what happened and by whom. */
    key: text("key").primaryKey(),
    since: instant("since").notNull(),
    /** How many have followed the first one. */
    count: integer("count").notNull().default(0),
    /** The first one, as it was given to the log, without its time. */
    event: jsonb("event").$type<object>().notNull(),
  },
  (table) => [index("audit_repeats_since").on(table.since)],
);
