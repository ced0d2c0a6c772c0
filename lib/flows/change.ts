import type { Result } from "@/lib/errors";
import type { Session } from "@/lib/sessions/read";
import type { Visit } from "@/lib/visit";

/** What a change somebody makes to their own account answers. The change and its audit event are one transaction. */
export type Done = Result<{ done: string }>;

/** @returns whose change it is, for its audit event. */
export const by = (visit: Visit, session: Session) => ({
  actorId: session.user.id,
  client: visit.client,
  now: visit.now,
});
