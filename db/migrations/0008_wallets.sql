CREATE TABLE "wallets" (
	"identifier_id" uuid PRIMARY KEY NOT NULL,
	"contract_on" bigint,
	"app" text NOT NULL,
	"ens_name" text,
	"last_used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "ens_name" text;--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_identifier_id_identifiers_id_fk" FOREIGN KEY ("identifier_id") REFERENCES "public"."identifiers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "identifiers_wallet" ON "identifiers" USING btree (lower("value") text_pattern_ops) WHERE kind = 'wallet';