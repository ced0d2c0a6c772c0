import "server-only";
import { db } from "@/db/client";
import type { Settings } from "@/lib/settings/schema";
import { listAccounts } from "./accounts";
import { findEnterprise } from "./enterprise";
import { findSocial, socialConnections } from "./social";
import { type SocialProvider, socialProviders } from "./social-providers";

/** A connected account as its owner sees it. */
export interface ConnectedAccount {
  connection: string;
  subject: string;
  /** The provider's name, or the organisation's. */
  name: string;
  logo?: SocialProvider["icon"];
  /** What the provider calls them. */
  label: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** An organisation's is not theirs to disconnect. */
  isEnterprise: boolean;
  signsIn: boolean;
}

/** @returns what people call a social connection, whether or not it can be used now; undefined for none. */
export function socialName(id: string, settings: Settings): string | undefined {
  const { connections } = settings.social;
  const given = Object.hasOwn(connections, id) ? connections[id]?.name : undefined;
  return socialProviders.find((provider) => provider.id === id)?.name ?? given;
}

/** @returns a person's connected accounts, oldest first. */
export async function connectedAccounts(userId: string, settings: Settings): Promise<ConnectedAccount[]> {
  const accounts = await listAccounts(db, userId);
  return Promise.all(
    accounts.map(async (account) => {
      const { connection } = account;
      const enterprise = await findEnterprise(connection);
      return {
        ...account,
        name: enterprise?.organisation ?? socialName(connection, settings) ?? connection,
        logo: socialProviders.find(({ id }) => id === connection)?.icon,
        isEnterprise: enterprise !== null,
        signsIn: enterprise?.active ?? findSocial(settings, connection)?.use === "sign-in",
      };
    }),
  );
}

/** @returns the social connections a person could still add. */
export const connectable = (connected: Pick<ConnectedAccount, "connection">[], settings: Settings) =>
  socialConnections(settings).flatMap(({ id, name, provider }) =>
    connected.some(({ connection }) => connection === id) ? [] : [{ id, name, logo: provider?.icon }],
  );
