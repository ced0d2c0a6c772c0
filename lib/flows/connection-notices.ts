import "server-only";
import type { AttemptData } from "@/db/schema/attempts";
import { socialName } from "@/lib/connections/connected";
import { findEnterprise } from "@/lib/connections/enterprise";
import { appOrigin } from "@/lib/env";
import { connectionChanged } from "@/lib/messages/templates/connection-changed";
import type { Settings } from "@/lib/settings/schema";
import type { Visit } from "@/lib/visit";
import { notify } from "./notices";

/** @returns what people call a connection: the provider's name, or the organisation's. */
export async function connectionName(id: string, settings: Settings): Promise<string> {
  return socialName(id, settings) ?? (await findEnterprise(id))?.organisation ?? "the provider";
}

/** A provider's account opens this one from now on, or no longer does. */
export async function notifyConnectionChanged(
  visit: Visit,
  userId: string,
  change: { how: "added" | "removed"; connection: string; label: string | null },
): Promise<void> {
  const { how, label } = change;
  const { appName } = visit.settings.branding;
  const provider = await connectionName(change.connection, visit.settings);
  const profileUrl = `${appOrigin()}/profile/security`;
  await notify(visit, userId, connectionChanged({ appName, how, provider, label, at: visit.now, profileUrl }));
}

/** A sign-in has connected the provider's account it came by. */
export const notifyConnected = async (visit: Visit, userId: string, { link }: AttemptData): Promise<void> => {
  if (link) await notifyConnectionChanged(visit, userId, { how: "added", ...link });
};
