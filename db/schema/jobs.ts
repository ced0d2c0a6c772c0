import { integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";

/** Work by schedule, a job a row. Nobody runs a job without its lease, and a lease that has run out is anybody's. */
export const jobs = pgTable("jobs", {
  /** As the registry names it (lib/jobs/registry.ts). */
  name: text("name").primaryKey(),
  dueAt: instant("due_at").notNull(),
  /** The run that has the lease: an id of that run, not of its server. */
  holder: uuid("holder"),
  leasedUntil: instant("leased_until"),
  startedAt: instant("started_at"),
  /** When it was last done. */
  finishedAt: instant("finished_at"),
  /** Failures since then. */
  failures: integer("failures").notNull().default(0),
  failingSince: instant("failing_since"),
  /** Code of the last failure. Never its message, which may quote people's data. */
  error: text("error"),
});
