import "server-only";
import { decrypt } from "@/lib/security/encryption";
import type { Settings } from "@/lib/settings/schema";
import type { SocialSettings } from "@/lib/settings/social";
import { type SocialProvider, socialProviders } from "./social-providers";

/** A social connection that is switched on and has its keys. */
export interface SocialConnection {
  /** Its key. */
  id: string;
  name: string;
  use: "sign-in" | "connect";
  clientId: string;
  /** Opens the secret; called where it is sent, and nowhere else. */
  clientSecret(): string;
  /** Empty where the provider has only one. */
  issuer: string;
  trustsEmail: boolean;
  /** Null for a custom one: any OpenID issuer. */
  provider: SocialProvider | null;
}

/** Beginning of the names of a provider's variables: Auth.js' own. */
export const variablesOf = (id: string) => `AUTH_${id.toUpperCase().replaceAll("-", "_")}`;

/** @returns what the environment holds for a provider. */
export function keysFromEnvironment(id: string): { clientId: string; clientSecret: string } {
  const name = variablesOf(id);
  return { clientId: process.env[`${name}_ID`] ?? "", clientSecret: process.env[`${name}_SECRET`] ?? "" };
}

/** What the secret of a connection is encrypted for. */
export const secretOwner = (id: string) => `social:${id}`;

/** A connection, usable or not: a listed provider, or one an admin has added. */
export interface KnownConnection {
  id: string;
  name: string;
  provider: SocialProvider | null;
  /** What an admin has entered. */
  own?: SocialSettings;
}

/** @returns every connection there could be, listed providers first, custom ones by name. */
export function knownConnections({ social: { connections } }: Settings): KnownConnection[] {
  const own = new Map(Object.entries(connections));
  const listed = socialProviders.map((provider) => ({ id: provider.id, name: provider.name, provider }));
  const custom = [...own]
    .filter(([id]) => !listed.some((one) => one.id === id))
    .map(([id, { name }]) => ({ id, name, provider: null }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return [...listed, ...custom].map((one) => ({ ...one, own: own.get(one.id) }));
}

/** @returns every social connection people can use now, in the same order. */
export function socialConnections(settings: Settings): SocialConnection[] {
  return knownConnections(settings).flatMap(({ id, name, provider, own }) => {
    if (!own?.enabled) return [];
    const given = keysFromEnvironment(id);
    const clientId = own.clientId || given.clientId;
    const hasSecret = own.clientSecret !== "" || given.clientSecret !== "";
    if (!clientId || !hasSecret || (!provider && !own.issuer)) return [];
    const clientSecret = () => (own.clientSecret ? decrypt(own.clientSecret, secretOwner(id)) : given.clientSecret);
    const { use, issuer, trustsEmail } = own;
    return [{ id, name, use, clientId, clientSecret, issuer, trustsEmail, provider }];
  });
}

/** @returns the connection of that key if people can use it now. */
export const findSocial = (settings: Settings, id: unknown): SocialConnection | undefined =>
  socialConnections(settings).find((connection) => connection.id === id);
