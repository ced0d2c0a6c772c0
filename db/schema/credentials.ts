import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";
import { users } from "./users";

/** One password a person; `hash` is a PHC string (argon2id). */
export const passwords = pgTable("passwords", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  hash: text("hash").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
