import { bigint, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";
import { identifiers } from "./users";

const APPS = ["base", "metamask", "coinbase", "okx", "other"] as const;
export type WalletApp = (typeof APPS)[number];

/** What is known of a person's wallet besides its address, which is an identifier. */
export const wallets = pgTable("wallets", {
  identifierId: uuid("identifier_id")
    .primaryKey()
    .references(() => identifiers.id, { onDelete: "cascade" }),
  /** Of a contract wallet: the one chain whose contract speaks for it. On another, the address may be anybody's. */
  contractOn: bigint("contract_on", { mode: "number" }),
  app: text("app", { enum: APPS }).notNull(),
  /** The name the address has chosen for itself (ENS), when it was looked up last. */
  ensName: text("ens_name"),
  lastUsedAt: instant("last_used_at").notNull(),
});
