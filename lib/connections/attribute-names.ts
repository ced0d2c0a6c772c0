import type { AttributeMapping } from "@/db/schema/connections";

const WS_FEDERATION = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** Under which names identity providers tell about people by default; the first one is ours. */
const PRESETS: Record<"saml" | "oidc", { label: string; names: AttributeMapping }[]> = {
  saml: [
    { label: "Plain", names: { email: "mail", firstName: "firstName", lastName: "lastName" } },
    {
      label: "Microsoft Entra",
      names: {
        email: `${WS_FEDERATION}/emailaddress`,
        firstName: `${WS_FEDERATION}/givenname`,
        lastName: `${WS_FEDERATION}/surname`,
      },
    },
    { label: "Okta", names: { email: "email", firstName: "firstName", lastName: "lastName" } },
    { label: "Google", names: { email: "email", firstName: "first_name", lastName: "last_name" } },
    {
      label: "LDAP (eduPerson)",
      names: {
        email: "urn:oid:0.9.2342.19200300.100.1.3",
        firstName: "urn:oid:2.5.4.42",
        lastName: "urn:oid:2.5.4.4",
      },
    },
  ],
  oidc: [{ label: "Standard claims", names: { email: "email", firstName: "given_name", lastName: "family_name" } }],
};

/** @returns the names to offer for a protocol. */
export const attributePresets = (protocol: "saml" | "oidc") => PRESETS[protocol];

/** @returns the names of a new connection. */
export const defaultAttributes = (protocol: "saml" | "oidc"): AttributeMapping => {
  const [first] = PRESETS[protocol];
  if (!first) throw new Error("a protocol without names");
  return first.names;
};
