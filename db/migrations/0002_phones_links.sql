CREATE TABLE "sms_sends" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"country" text NOT NULL,
	"number_hash" text NOT NULL,
	"purpose" text NOT NULL,
	"attempt_id" uuid,
	"sent_at" timestamp with time zone NOT NULL,
	"verified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sms_stops" (
	"country" text PRIMARY KEY NOT NULL,
	"stopped_at" timestamp with time zone,
	"resumed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "challenges" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "identifier" text;--> statement-breakpoint
CREATE INDEX "sms_sends_country" ON "sms_sends" USING btree ("country","sent_at");--> statement-breakpoint
CREATE INDEX "sms_sends_attempt" ON "sms_sends" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "sms_sends_sent" ON "sms_sends" USING btree ("sent_at");--> statement-breakpoint
CREATE INDEX "challenges_secret" ON "challenges" USING btree ("secret_hash");--> statement-breakpoint
UPDATE "users" SET "identifier" = "email";
