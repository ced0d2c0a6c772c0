import "server-only";
import type { EnterpriseConnection } from "./enterprise";

/** @returns an enterprise connection as the SAML core takes it; null for one of another protocol, or not configured yet. */
export const samlConnectionOf = ({ id, protocol, saml, idpInitiated }: EnterpriseConnection) =>
  protocol === "saml" && saml ? { id, identityProvider: saml, allowsIdpInitiated: idpInitiated } : null;
