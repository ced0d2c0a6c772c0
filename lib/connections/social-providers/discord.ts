import "server-only";
import Discord from "next-auth/providers/discord";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";
import { userInfo } from "./user-info";

export const discord: SocialProvider = {
  id: "discord",
  name: "Discord",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M20.32 4.37a19.79 19.79 0 0 0-4.89-1.52.07.07 0 0 0-.08.04c-.21.38-.44.86-.6 1.25-1.84-.28-3.68-.28-5.49 0-.16-.39-.41-.87-.62-1.25a.08.08 0 0 0-.08-.04 19.74 19.74 0 0 0-4.88 1.52.07.07 0 0 0-.04.03C.53 9.05-.32 13.58.1 18.06a.08.08 0 0 0 .03.05c2.05 1.51 4.04 2.42 5.99 3.03a.08.08 0 0 0 .09-.02c.46-.63.87-1.3 1.22-2a.08.08 0 0 0-.04-.1c-.65-.25-1.27-.55-1.87-.9a.08.08 0 0 1-.01-.12c.13-.09.25-.19.37-.3a.07.07 0 0 1 .08-.01c3.93 1.79 8.18 1.79 12.06 0a.07.07 0 0 1 .08.01c.12.1.25.2.37.3a.08.08 0 0 1 0 .12 12.3 12.3 0 0 1-1.88.89.08.08 0 0 0-.04.11c.36.7.77 1.36 1.23 1.99a.08.08 0 0 0 .08.03c1.96-.61 3.95-1.52 6.01-3.03a.08.08 0 0 0 .03-.05c.5-5.18-.84-9.67-3.55-13.66a.06.06 0 0 0-.03-.03zM8.02 15.33c-1.18 0-2.16-1.09-2.16-2.42 0-1.33.96-2.42 2.16-2.42 1.21 0 2.18 1.1 2.16 2.42 0 1.33-.96 2.42-2.16 2.42zm7.97 0c-1.18 0-2.16-1.09-2.15-2.42 0-1.33.96-2.42 2.15-2.42 1.21 0 2.18 1.1 2.16 2.42 0 1.33-.95 2.42-2.16 2.42Z",
      color: "#5865f2",
    },
  ],
  setUp: {
    url: "https://discord.com/developers/applications",
    steps: "Create an application; under “OAuth2” add the callback URL as a redirect and reset the client secret.",
  },
  configure: (keys) =>
    ({ ...Discord(keys), userinfo: userInfo("https://discord.com/api/users/@me") }) as ProviderConfig,
  claims: ({ id, username, email, verified }) =>
    standardClaims({ sub: id, preferred_username: username, email, email_verified: verified }, true),
};
