import "server-only";
import { appOrigin } from "@/lib/env";

/** An identity provider as an admin entered it. */
export interface SamlIdentityProvider {
  entityId: string;
  /** Where it takes requests over HTTP-Redirect. */
  ssoUrl: string;
  /** PEM, as `readCertificate` gives them; two while one follows the other. No other key is ever believed. */
  certificates: string[];
}

export interface SamlConnection {
  id: string;
  identityProvider: SamlIdentityProvider;
  /** Whether a response nobody asked for is accepted. */
  allowsIdpInitiated: boolean;
}

const address = (id: string, page: string) => `${appOrigin()}/api/auth/saml/${encodeURIComponent(id)}/${page}`;

/** @returns our name at the identity provider of a connection, which is also where our metadata lies. */
export const samlEntityId = (id: string): string => address(id, "metadata");

/** @returns where the identity provider of a connection posts its responses. */
export const samlAcsUrl = (id: string): string => address(id, "acs");
