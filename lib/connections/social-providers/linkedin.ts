import "server-only";
import LinkedIn from "next-auth/providers/linkedin";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";

export const linkedin: SocialProvider = {
  id: "linkedin",
  name: "LinkedIn",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M20.45 20.45h-3.56v-5.57c0-1.33-.03-3.04-1.85-3.03-1.85 0-2.14 1.45-2.13 2.94v5.66H9.35V9h3.42v1.56h.04c.48-.9 1.64-1.85 3.37-1.85 3.6 0 4.27 2.37 4.27 5.46v6.28zM5.34 7.43c-1.14 0-2.06-.93-2.07-2.06 0-1.14.92-2.06 2.07-2.06 1.14 0 2.06.93 2.06 2.06 0 1.14-.93 2.06-2.06 2.06zm1.78 13.02H3.56V9h3.56v11.45zM22.23 0H1.77C.79 0 0 .77 0 1.73v20.54C0 23.23.79 24 1.77 24h20.45C23.2 24 24 23.23 24 22.27V1.73C24 .77 23.2 0 22.22 0h.01z",
      color: "#0a66c2",
    },
  ],
  setUp: {
    url: "https://www.linkedin.com/developers/apps",
    steps:
      "Create an app, add the product “Sign In with LinkedIn using OpenID Connect”, and under “Auth” the callback URL.",
  },
  configure: (keys) => LinkedIn(keys) as ProviderConfig,
  // It answers a code verifier with invalid_client, but for apps it has marked as native, and puts no nonce into ID tokens.
  checks: ["state"],
  claims: (profile) => standardClaims(profile, true),
};
