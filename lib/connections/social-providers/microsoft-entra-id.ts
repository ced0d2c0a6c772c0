import "server-only";
import MicrosoftEntraID from "next-auth/providers/microsoft-entra-id";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";

/** Accounts of any organisation and personal ones. */
const ANYBODY = "https://login.microsoftonline.com/common/v2.0";

export const microsoftEntraId: SocialProvider = {
  // Auth.js reads the issuer of the very tenant for this id only.
  id: "microsoft-entra-id",
  name: "Microsoft",
  // github.com/gilbarbara/logos (CC0).
  icon: [
    { path: "M11.41 11.41H0V0h11.41z", color: "#f1511b" },
    { path: "M24 11.41H12.59V0H24z", color: "#80cc28" },
    { path: "M11.41 24H0V12.59h11.41z", color: "#00adef" },
    { path: "M24 24H12.59V12.59H24z", color: "#fbbc09" },
  ],
  setUp: {
    url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    steps:
      "Register an application with the callback URL as a “Web” redirect URI, and create a client secret. Add the optional claims “email” and “xms_edov” to its ID token: without the second one people prove their address once more here.",
  },
  homes: {
    label: "Issuer",
    description:
      "Of one tenant: https://login.microsoftonline.com/<tenant id>/v2.0. Empty: everybody with a Microsoft account.",
    issuer: ANYBODY,
  },
  configure({ issuer = ANYBODY, ...keys }) {
    const stock = MicrosoftEntraID({ ...keys, issuer }) as ProviderConfig;
    // Nothing of the Graph API is asked for: no photo.
    return { ...stock, issuer, authorization: { params: { scope: "openid profile email" } } };
  },
  // The document for any tenant has a placeholder in its place, and Auth.js wants the issuer it asked for.
  amend: (metadata) => ({
    ...metadata,
    issuer: String(metadata.issuer).replace("{tenantid}", tenantOf(metadata.token_endpoint)),
  }),
  // The admin of any tenant can write any address into `email`; `xms_edov` says that the domain's owner was verified.
  claims: (profile) => standardClaims({ ...profile, email_verified: profile.xms_edov }, true),
};

/** `common` or `organizations`, of https://login.microsoftonline.com/common/oauth2/v2.0/token. */
const tenantOf = (endpoint: unknown): string =>
  (URL.canParse(String(endpoint)) && new URL(String(endpoint)).pathname.split("/")[1]) || "common";
