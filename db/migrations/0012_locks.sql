-- What was counted before was counted over all kinds of proof together, and could lock without end: nobody stays locked.
DELETE FROM "lockouts";--> statement-breakpoint
CREATE TABLE "guesses" (
	"subject" text PRIMARY KEY NOT NULL,
	"chance" double precision NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unlock_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lockouts" DROP CONSTRAINT "lockouts_unlock_hash_unique";--> statement-breakpoint
ALTER TABLE "lockouts" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "lockouts" ADD COLUMN "proof" text NOT NULL;--> statement-breakpoint
ALTER TABLE "unlock_links" ADD CONSTRAINT "unlock_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "unlock_links_user" ON "unlock_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "lockouts_user" ON "lockouts" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "lockouts" DROP COLUMN "unlock_hash";