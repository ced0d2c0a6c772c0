import "server-only";
import type { Executor } from "@/db/client";
import { auditEvents } from "@/db/schema";
import type { Client } from "@/lib/client";

/** Everything that is written down (LG-01). */
export type AuditType =
  | "sign-in"
  | "sign-up"
  | "sign-out"
  | "proof"
  | "step-up"
  | "code.sent"
  | "lockout"
  | "unlock"
  | "password.set"
  | "password.reset"
  | "password.removed"
  | "password.breached"
  | "password.check-failed"
  | "identifier.added"
  | "identifier.removed"
  | "identifier.primary"
  | "identifier.verified"
  | "identifier.changed"
  | "names.changed"
  | "second-factor.added"
  | "second-factor.default"
  | "second-factor.removed"
  | "second-factor.reset"
  | "backup-codes.renewed"
  | "passkey.added"
  | "passkey.removed"
  | "passkey.renamed"
  | "passkey.counter-regressed"
  | "connection.added"
  | "connection.removed"
  | "connection.deleted"
  | "sso.refused"
  | "enterprise.created"
  | "enterprise.changed"
  | "enterprise.tested"
  | "enterprise.activated"
  | "enterprise.deactivated"
  | "enterprise.deleted"
  | "device.trusted"
  | "device.distrusted"
  | "session.revoked"
  | "sms.stopped"
  | "sms.resumed"
  | "sms.ceiling"
  | "settings.changed"
  | "role.changed"
  | "authorisation.denied";

export interface AuditEvent {
  type: AuditType;
  result?: "success" | "failure";
  /** Who acted; null for nobody known. */
  actorId: string | null;
  /** Whom it is about, when not the actor. */
  subjectId?: string | null;
  method?: string;
  client: Client;
  now: Date;
  /** Facts about the act. Never a password, code, token or full identifier (LG-02). */
  data?: Record<string, unknown>;
}

/** Appends events, in the caller's transaction when there is one. */
export async function audit(executor: Executor, ...events: AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  await executor.insert(auditEvents).values(
    events.map((event) => ({
      at: event.now,
      type: event.type,
      result: event.result ?? "success",
      actorId: event.actorId,
      subjectId: event.subjectId ?? event.actorId,
      method: event.method,
      ip: event.client.ip,
      userAgent: event.client.userAgent,
      data: event.data,
    })),
  );
}
