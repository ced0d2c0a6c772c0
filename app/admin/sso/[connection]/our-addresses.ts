import type { EnterpriseConnection } from "@/lib/connections/enterprise";
import { appOrigin } from "@/lib/env";
import { samlAcsUrl, samlEntityId } from "@/lib/strategies/saml/connection";

/** @returns what the identity provider of a connection has to be told of us. */
export const addressesFor = ({ id, protocol }: EnterpriseConnection) =>
  protocol === "saml"
    ? [
        { label: "ACS URL", hint: "Also: single sign-on URL, reply URL", text: samlAcsUrl(id) },
        { label: "Entity ID", hint: "Also: audience, identifier", text: samlEntityId(id) },
        { label: "Metadata address", hint: "Holds both, for providers that read it", text: samlEntityId(id) },
      ]
    : [
        {
          label: "Callback URL",
          hint: "Also: redirect URI, sign-in redirect URI",
          text: `${appOrigin()}/api/auth/callback/${id}`,
        },
      ];
