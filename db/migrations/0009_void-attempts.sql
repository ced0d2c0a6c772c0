ALTER TABLE "attempts" ADD COLUMN "epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "attempt_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "attempts_voided_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "devices_token" ON "devices" USING btree ("token_hash");
--> statement-breakpoint
-- A ban voids every attempt under way, so that none is left when the ban is lifted.
CREATE FUNCTION users_void_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.attempt_epoch := OLD.attempt_epoch + 1;
  NEW.attempts_voided_at := now();
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_void_attempts BEFORE UPDATE OF banned_at ON users
  FOR EACH ROW WHEN (NEW.banned_at IS DISTINCT FROM OLD.banned_at) EXECUTE FUNCTION users_void_attempts();
