-- The audit log only grows. The one permitted update blanks personal columns (account deletion, LG-04).
CREATE FUNCTION audit_events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND NEW.ip IS NULL AND NEW.user_agent IS NULL AND NEW.data IS NULL
     AND (NEW.id, NEW.at, NEW.type, NEW.result) = (OLD.id, OLD.at, OLD.type, OLD.result)
     AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id
     AND NEW.subject_id IS NOT DISTINCT FROM OLD.subject_id
     AND NEW.method IS NOT DISTINCT FROM OLD.method
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_events is append-only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION audit_events_append_only();
--> statement-breakpoint
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_events_append_only();
