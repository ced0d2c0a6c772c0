import { z } from "zod";
import { singleLine } from "@/lib/single-line";
import { isRecord, salvage } from "./salvage";
import { type Salvaged, section, setting } from "./setting";

/** Name of a social connection in addresses and rows: a provider's id, or one an admin chose. It never changes. */
export const CONNECTION_KEY = /^[a-z][a-z0-9-]{1,30}$/;

/** What an admin has entered for one. */
export const socialConnection = section({
  enabled: setting(z.boolean(), { both: false }),
  /** "connect": people who are signed in add it in their profile; nobody signs in or up with it. */
  use: setting(z.enum(["sign-in", "connect"]), { default: "sign-in", strict: "connect" }),
  /** Empty: the environment's. */
  clientId: setting(singleLine(500), { both: "" }),
  /** Encrypted, bound to `social:<key>`. */
  clientSecret: setting(z.string(), { both: "" }),
  /** An OpenID issuer: of a custom connection, or of a provider that runs in more than one place. */
  issuer: setting(z.string().max(500), { both: "" }),
  /** Of a custom connection: its name on the button. */
  name: setting(singleLine(60), { both: "" }),
  /** Of a custom connection: its `email_verified` is believed, so that it links accounts (LK-05). */
  trustsEmail: setting(z.boolean(), { both: false }),
});
export type SocialSettings = z.output<typeof socialConnection>;

const connectionsByKey = z.record(z.string().regex(CONNECTION_KEY), socialConnection);

/**
 * A connection of which anything can't be read is off, whatever else it says: without its issuer, say, anybody's would do.
 * It stays in the list, so that nobody gives its key, and with it its people, to another provider.
 */
function salvageConnections(stored: unknown): Salvaged<Record<string, SocialSettings>> | null {
  if (!isRecord(stored)) return null;
  const unreadable = new Set<string>();
  const read = Object.entries(stored).flatMap(([key, entry]) => {
    const own = salvage(socialConnection, entry);
    // What is no key may be anything, so it is not named.
    const isKey = CONNECTION_KEY.test(key);
    if (isKey && own.unreadable.length === 0) return [[key, own.value] as const];
    unreadable.add(isKey ? `.${key}` : "");
    return isKey ? [[key, { ...own.value, enabled: false, name: own.value.name || key }] as const] : [];
  });
  return { value: Object.fromEntries(read), unreadable: [...unreadable] };
}

/** What an admin has entered for each social connection, by its key. */
export const socialSection = section({
  connections: setting(connectionsByKey, { both: {} }, salvageConnections),
});
