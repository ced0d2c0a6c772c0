CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"holder" uuid,
	"leased_until" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"error" text
);
--> statement-breakpoint
CREATE INDEX "lockouts_updated" ON "lockouts" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "rate_limits_expire" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "audit_repeats_since" ON "audit_repeats" USING btree ("since");--> statement-breakpoint
CREATE INDEX "guesses_updated" ON "guesses" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "unlock_links_expires" ON "unlock_links" USING btree ("expires_at");