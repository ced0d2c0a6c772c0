CREATE TABLE "audit_repeats" (
	"key" text PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	"event" jsonb NOT NULL
);
