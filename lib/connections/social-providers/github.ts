import "server-only";
import GitHub from "next-auth/providers/github";
import { z } from "zod";
import { standardClaims } from "../claims";
import type { Profile, ProviderConfig, SocialProvider } from "./provider";
import { askApi, numberedId, userInfo } from "./user-info";

const API = "https://api.github.com";

const addresses = z.array(z.object({ email: z.string(), primary: z.literal(true), verified: z.literal(true) }));

export const github: SocialProvider = {
  id: "github",
  name: "GitHub",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M12 .3c-6.63 0-12 5.37-12 12 0 5.3 3.44 9.8 8.21 11.38.6.11.82-.26.81-.58 0-.28-.01-1.04-.01-2.04-3.34.72-4.04-1.61-4.04-1.61C4.42 18.07 3.63 17.7 3.63 17.7c-1.09-.74.08-.73.09-.73 1.21.08 1.84 1.24 1.84 1.24 1.07 1.83 2.81 1.3 3.49 1 .11-.78.42-1.3.76-1.61-2.67-.3-5.47-1.33-5.47-5.93 0-1.31.47-2.38 1.24-3.22-.14-.3-.54-1.52.1-3.18 0 0 1-.32 3.3 1.23.96-.27 1.98-.4 3-.4 1.02.01 2.04.14 3 .4 2.28-1.55 3.29-1.23 3.29-1.23.65 1.65.24 2.87.12 3.18.77.84 1.23 1.91 1.23 3.22 0 4.61-2.81 5.63-5.48 5.92.42.36.81 1.1.81 2.22 0 1.61-.01 2.9-.01 3.29 0 .32.21.69.82.57C20.57 22.09 24 17.59 24 12.3c0-6.63-5.37-12-12-12",
    },
  ],
  setUp: {
    url: "https://github.com/settings/developers",
    steps: "Register an OAuth app with the callback URL, then generate a client secret.",
  },
  configure: (keys) =>
    ({
      ...GitHub(keys),
      userinfo: {
        url: `${API}/user`,
        async request(context: Parameters<ReturnType<typeof userInfo>["request"]>[0]) {
          const user = await userInfo(`${API}/user`).request(context);
          return { ...user, emails: await askApi(`${API}/user/emails`, context.tokens.access_token) };
        },
      },
    }) as ProviderConfig,
  claims: ({ id, login, name, emails }) =>
    standardClaims(
      { sub: numberedId(id), name, preferred_username: login, email: primaryOf(emails), email_verified: true },
      true,
    ),
};

/** The `email` of a profile is whichever its owner shows; what is theirs stands in the list, each with its state. */
function primaryOf(emails: Profile[string]): string | undefined {
  const list = Array.isArray(emails) ? emails : [];
  return list.flatMap((one) => addresses.safeParse([one]).data ?? [])[0]?.email;
}
