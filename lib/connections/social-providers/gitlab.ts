import "server-only";
import GitLab from "next-auth/providers/gitlab";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";
import { numberedId, userInfo } from "./user-info";

const GITLAB_COM = "https://gitlab.com";

export const gitlab: SocialProvider = {
  id: "gitlab",
  name: "GitLab",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M23.6 9.59l-.03-.08L20.3.98a.85.85 0 0 0-.34-.4.87.87 0 0 0-1 .05.87.87 0 0 0-.29.44l-2.2 6.75H7.54l-2.21-6.75a.86.86 0 0 0-.29-.44.87.87 0 0 0-1-.05.86.86 0 0 0-.33.4L.43 9.5l-.03.09a6.07 6.07 0 0 0 2.01 7.01l.01.01.03.02 4.98 3.72 2.46 1.87 1.5 1.13a1.01 1.01 0 0 0 1.22 0l1.5-1.13 2.46-1.87 5.01-3.74.01-.01a6.07 6.07 0 0 0 2.01-7.01z",
      color: "#fc6d26",
    },
  ],
  setUp: {
    url: "https://gitlab.com/-/user_settings/applications",
    steps: "Add a new application with the callback URL, confidential, with the scope “read_user”.",
  },
  homes: {
    label: "Address",
    description:
      "Of a GitLab of your own: https://gitlab.example.com. Whoever runs it can name any address as proved. Empty: gitlab.com.",
    issuer: GITLAB_COM,
  },
  configure({ issuer, ...keys }) {
    const home = (issuer ?? GITLAB_COM).replace(/\/$/, "");
    return {
      ...GitLab({ ...keys, baseUrl: home }),
      authorization: { url: `${home}/oauth/authorize`, params: { scope: "read_user" } },
      token: `${home}/oauth/token`,
      userinfo: userInfo(`${home}/api/v4/user`),
    } as ProviderConfig;
  },
  claims: ({ id, name, username, email, confirmed_at }) =>
    standardClaims(
      {
        sub: numberedId(id),
        name,
        preferred_username: username,
        email,
        email_verified: typeof confirmed_at === "string" && !Number.isNaN(Date.parse(confirmed_at)),
      },
      true,
    ),
};
