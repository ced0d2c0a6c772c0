import "server-only";
import { db } from "@/db/client";
import { voidAttempts } from "@/lib/access/void-attempts";
import { fail, ok } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Session } from "@/lib/sessions/read";
import { revokeSession, revokeSessions } from "@/lib/sessions/revoke";
import { distrustDevice, distrustDevices } from "@/lib/sessions/trusted-browsers";
import type { Visit } from "@/lib/visit";
import { by, type Done } from "./change";

/** Signs one other device out. It is not trusted any more either: it may be the one that was lost. */
export async function signOutDevice(visit: Visit, session: Session, id: string): Promise<Done> {
  const ended = await db.transaction(async (tx) => {
    const gone = await revokeSession(tx, session.user.id, id);
    if (gone?.deviceId) await distrustDevice(tx, session.user.id, gone.deviceId);
    if (gone) await voidAttempts(tx, session.user.id, visit.now);
    if (gone) await audit(tx, { type: "session.revoked", ...by(visit, session), data: { count: 1 } });
    return gone;
  });
  return ended ? ok({ done: "That device is signed out." }) : fail("not_found");
}

/** Signs every other device out. */
export async function signOutOtherDevices(visit: Visit, session: Session): Promise<Done> {
  const count = await db.transaction(async (tx) => {
    const ended = await revokeSessions(tx, session.user.id, session.id);
    await distrustDevices(tx, session.user.id, session.deviceId);
    await voidAttempts(tx, session.user.id, visit.now);
    await audit(tx, { type: "session.revoked", ...by(visit, session), data: { count: ended } });
    return ended;
  });
  return ok({
    done:
      count === 0
        ? "No other device was signed in."
        : `${count} other ${count === 1 ? "device is" : "devices are"} signed out.`,
  });
}
