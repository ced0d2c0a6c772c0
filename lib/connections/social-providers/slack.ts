import "server-only";
import Slack from "next-auth/providers/slack";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";

export const slack: SocialProvider = {
  id: "slack",
  name: "Slack",
  // github.com/gilbarbara/logos (CC0).
  icon: [
    {
      path: "M5.05 15.12c0 1.39-1.12 2.51-2.52 2.52S.02 16.51.02 15.12c0-1.39 1.12-2.51 2.51-2.51H5.05zm1.25 0c0-1.39 1.12-2.51 2.52-2.51s2.51 1.12 2.51 2.51v6.29c0 1.39-1.12 2.51-2.51 2.51-1.39 0-2.51-1.12-2.52-2.51z",
      color: "#e01e5a",
    },
    {
      path: "M8.82 5.03c-1.39 0-2.51-1.12-2.52-2.52S7.43 0 8.82 0s2.51 1.12 2.51 2.51v2.52zm0 1.27c1.39 0 2.51 1.12 2.51 2.52s-1.12 2.51-2.51 2.51H2.51C1.12 11.33 0 10.21 0 8.82c0-1.39 1.12-2.51 2.51-2.52z",
      color: "#36c5f0",
    },
    {
      path: "M18.9 8.82c0-1.39 1.12-2.51 2.51-2.52s2.51 1.12 2.51 2.52-1.12 2.51-2.51 2.51H18.9zm-1.26 0c0 1.39-1.12 2.51-2.52 2.51-1.39 0-2.51-1.12-2.51-2.51V2.51C12.61 1.12 13.73 0 15.12 0s2.51 1.12 2.52 2.51z",
      color: "#2eb67d",
    },
    {
      path: "M15.12 18.9c1.39 0 2.51 1.12 2.52 2.51s-1.12 2.51-2.52 2.51c-1.39 0-2.51-1.12-2.51-2.51V18.9zm0-1.26c-1.39 0-2.51-1.12-2.51-2.52 0-1.39 1.12-2.51 2.51-2.51h6.31c1.39 0 2.51 1.12 2.51 2.51s-1.12 2.51-2.51 2.52z",
      color: "#ecb22e",
    },
  ],
  setUp: {
    url: "https://api.slack.com/apps",
    steps:
      "Create an app; under “OAuth & Permissions” add the callback URL. Client ID and secret are under “Basic information”. Slack takes https addresses only.",
  },
  configure: (keys) => Slack(keys) as ProviderConfig,
  // With PKCE it refuses the client secret: it keeps that for apps that have none. The nonce stops a foreign code as well
  // (RFC 9700, §2.1.1).
  checks: ["state", "nonce"],
  claims: (profile) => standardClaims(profile, true),
};
