import "server-only";
import { appOrigin } from "@/lib/env";
import type { Settings } from "@/lib/settings/schema";
import { findSocial, type KnownConnection, keysFromEnvironment, knownConnections, variablesOf } from "./social";
import type { SocialProvider } from "./social-providers";

/** A social connection as an admin sees it: its secret is there or not, and nothing more. */
export interface ConnectionView {
  id: string;
  name: string;
  /** Null: a custom one. */
  provider: Pick<SocialProvider, "icon" | "setUp" | "homes"> | null;
  /** "incomplete": switched on, but keys it had are gone. */
  state: "on" | "off" | "incomplete";
  use: "sign-in" | "connect";
  clientId: string;
  hasSecret: boolean;
  issuer: string;
  trustsEmail: boolean;
  /** The variables that hold keys for it; the environment's count where nothing is typed. */
  environment: { idName: string; secretName: string; clientId: string; hasSecret: boolean };
  callbackUrl: string;
}

/** @returns every connection there could be, in the order of the buttons. */
export const viewConnections = (settings: Settings): ConnectionView[] =>
  knownConnections(settings).map((connection) => viewOf(connection, settings));

/** @returns the connection of that key; null for none. */
export const viewConnection = (settings: Settings, id: string): ConnectionView | null =>
  viewConnections(settings).find((view) => view.id === id) ?? null;

function viewOf({ id, name, provider, own }: KnownConnection, settings: Settings): ConnectionView {
  const given = keysFromEnvironment(id);
  const variables = variablesOf(id);
  return {
    id,
    name,
    provider: provider && { icon: provider.icon, setUp: provider.setUp, homes: provider.homes },
    state: !own?.enabled ? "off" : findSocial(settings, id) ? "on" : "incomplete",
    use: own?.use ?? "sign-in",
    clientId: own?.clientId ?? "",
    hasSecret: (own?.clientSecret ?? "") !== "",
    issuer: own?.issuer ?? "",
    trustsEmail: own?.trustsEmail ?? false,
    environment: {
      idName: `${variables}_ID`,
      secretName: `${variables}_SECRET`,
      clientId: given.clientId,
      hasSecret: given.clientSecret !== "",
    },
    callbackUrl: `${appOrigin()}/api/auth/callback/${id}`,
  };
}
