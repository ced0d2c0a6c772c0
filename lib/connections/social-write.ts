import "server-only";
import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { Client } from "@/lib/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { encrypt } from "@/lib/security/encryption";
import { getSettings } from "@/lib/settings/read";
import { type SocialSettings, socialConnection } from "@/lib/settings/social";
import { changeSection } from "@/lib/settings/write";
import { keysFromEnvironment, secretOwner } from "./social";
import { checkIssuer } from "./social-issuer";
import { countLinks } from "./social-people";
import { socialProviders } from "./social-providers";

type Author = { userId: string; client: Client; now: Date };
type Connections = Record<string, SocialSettings>;

/** What an admin enters; what is left out stays. A secret is typed once and never shown. */
export interface ConnectionChange {
  enabled: boolean;
  use: SocialSettings["use"];
  clientId: string;
  /** Empty: as it was. */
  clientSecret: string;
  secretRemoved: boolean;
  issuer?: string;
  name?: string;
  trustsEmail?: boolean;
}

export interface NewConnection {
  key: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  trustsEmail: boolean;
}

/** Taken by a page of /admin/social. */
const RESERVED = ["new"];
const isListed = (key: string) => socialProviders.some(({ id }) => id === key);
const ownOf = (connections: Connections, key: string) =>
  Object.hasOwn(connections, key) ? connections[key] : undefined;
const wrong = (field: string, words: string) => fail("invalid_input", { fields: { [field]: words } });

/**
 * Changes one connection and leaves the others as they are now.
 * @returns not_found, invalid_input with words per field, or what `saveSection` refuses with.
 */
export async function changeConnection(key: string, change: ConnectionChange, by: Author): Promise<Result> {
  const known = ownOf((await getSettings()).social.connections, key);
  if (!known && !isListed(key)) return fail("not_found");
  // Asked before the lock, and only when it is new: a provider that is down must not keep anybody from switching it off.
  if (change.issuer && change.issuer !== known?.issuer) {
    const checked = await checkIssuer(change.issuer, by.now);
    if (!checked.ok) return checked;
  }
  return changeConnections(by, async (connections, tx) => {
    const before = ownOf(connections, key) ?? (isListed(key) ? socialConnection.parse({}) : undefined);
    if (!before) return fail("not_found");
    const { secretRemoved, clientSecret: typed, ...rest } = change;
    const clientSecret = typed ? encrypt(typed, secretOwner(key)) : secretRemoved ? "" : before.clientSecret;
    const after = socialConnection.parse({ ...before, ...rest, clientSecret });
    // The same subject at another issuer is somebody else (OA-05).
    if (after.issuer !== before.issuer && (await countLinks(tx, key)) > 0)
      return wrong("issuer", "People are connected by this one. Add another connection for another issuer.");
    const missing = after.enabled ? missingIn(key, after) : undefined;
    return missing ?? ok({ ...connections, [key]: after });
  });
}

/** What a connection can't be switched on without. */
function missingIn(key: string, { clientId, clientSecret, issuer }: SocialSettings) {
  const given = keysFromEnvironment(key);
  if (!clientId && !given.clientId) return wrong("clientId", "Enter the client ID before you switch it on.");
  if (!clientSecret && !given.clientSecret)
    return wrong("clientSecret", "Enter the client secret before you switch it on.");
  if (!issuer && !isListed(key)) return wrong("issuer", "Enter the issuer.");
}

/** Adds a custom connection, switched off. @returns invalid_input with words per field. */
export async function addConnection({ key, clientSecret, ...rest }: NewConnection, by: Author): Promise<Result> {
  if (RESERVED.includes(key) || isListed(key)) return wrong("key", "This name is taken. Choose another one.");
  const checked = await checkIssuer(rest.issuer, by.now);
  if (!checked.ok) return checked;
  return changeConnections(by, async (connections, tx) => {
    // Accounts of one that can't be read any more are somebody else's at this issuer (OA-05).
    if (ownOf(connections, key) || (await countLinks(tx, key)) > 0)
      return wrong("key", "This name is taken. Choose another one.");
    const sealed = { clientSecret: encrypt(clientSecret, secretOwner(key)) };
    return ok({ ...connections, [key]: socialConnection.parse({ ...rest, ...sealed }) });
  });
}

/**
 * Removes a custom connection that is off, and with it every account that is connected by it: under the same key, another
 * issuer's subjects would be taken for them (OA-05).
 * @returns not_found, or connection_enabled.
 */
export const removeConnection = (key: string, by: Author): Promise<Result> =>
  changeConnections(by, async ({ ...connections }, tx) => {
    const own = ownOf(connections, key);
    if (!own || isListed(key)) return fail("not_found");
    if (own.enabled) return fail("connection_enabled");
    delete connections[key];
    const links = await tx.delete(accounts).where(eq(accounts.provider, key)).returning({ userId: accounts.userId });
    const { userId: actorId, client, now } = by;
    await audit(tx, {
      type: "connection.deleted",
      actorId,
      client,
      now,
      data: { connection: key, links: links.length },
    });
    return ok(connections);
  });

async function changeConnections(
  by: Author,
  change: (connections: Connections, tx: Parameters<typeof countLinks>[0]) => Promise<Result<Connections>>,
): Promise<Result> {
  const saved = await changeSection(
    "social",
    async ({ connections }, tx) => {
      const changed = await change(connections, tx);
      return changed.ok ? ok({ connections: changed.data }) : changed;
    },
    by,
  );
  if (saved.ok || !saved.error.fields?.connections) return saved;
  // What is wrong with all of them together is wrong with switching this one.
  return fail(saved.error.code, { fields: { enabled: saved.error.fields.connections } });
}
