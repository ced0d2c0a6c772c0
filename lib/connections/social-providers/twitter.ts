import "server-only";
import Twitter from "next-auth/providers/twitter";
import { z } from "zod";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";
import { userInfo } from "./user-info";

const answer = z.object({ data: z.record(z.string(), z.unknown()) });

export const twitter: SocialProvider = {
  id: "twitter",
  name: "X",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M18.9 1.15h3.68l-8.04 9.19L24 22.85h-7.41l-5.8-7.59-6.63 7.59H.47l8.6-9.83L0 1.15h7.59l5.25 6.94ZM17.61 20.64h2.04L6.49 3.24H4.3Z",
    },
  ],
  setUp: {
    url: "https://developer.x.com/en/portal/projects-and-apps",
    steps:
      "Set up user authentication for an app: type “Web App”, the callback URL, and “Request email from users” on. Use the OAuth 2.0 client ID and secret, not the API key.",
  },
  configure: (keys) =>
    ({
      ...Twitter(keys),
      // `users/me` asks for `tweet.read` as well; nothing is asked for that outlives this sign-in.
      authorization: {
        url: "https://x.com/i/oauth2/authorize",
        params: { scope: "users.read tweet.read users.email" },
      },
      userinfo: userInfo("https://api.x.com/2/users/me?user.fields=confirmed_email"),
    }) as ProviderConfig,
  // There is an address only if it was confirmed.
  claims(profile) {
    const { id, name, username, confirmed_email } = answer.safeParse(profile).data?.data ?? {};
    return standardClaims(
      { sub: id, name, preferred_username: username, email: confirmed_email, email_verified: true },
      true,
    );
  },
};
