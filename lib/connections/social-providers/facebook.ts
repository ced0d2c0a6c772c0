import "server-only";
import Facebook from "next-auth/providers/facebook";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";
import { userInfo } from "./user-info";

/** Facebook keeps a version for about two years. */
const VERSION = "v25.0";

export const facebook: SocialProvider = {
  id: "facebook",
  name: "Facebook",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M9.1 23.69v-7.98H6.63v-3.67h2.47v-1.58c0-4.08 1.85-5.98 5.86-5.97.4 0 .95.04 1.47.1a8.68 8.68 0 0 1 1.14.19v3.33a8.62 8.62 0 0 0-.66-.04 26.8 26.8 0 0 0-.73-.01c-.71 0-1.26.1-1.67.31a1.69 1.69 0 0 0-.68.62c-.26.42-.37.99-.38 1.76v1.29h3.92l-.38 2.11-.29 1.56h-3.25v8.25C19.4 23.24 24 18.18 24 12.04c0-6.63-5.37-12-12-12s-12 5.37-12 12c0 5.63 3.87 10.35 9.1 11.65Z",
      color: "#0866ff",
    },
  ],
  setUp: {
    url: "https://developers.facebook.com/apps",
    steps:
      "Create an app with “Facebook Login”, add the callback URL under “Valid OAuth redirect URIs” and ask for the permission “email”. App ID and app secret are under “App settings”, “Basic”.",
  },
  configure: (keys) =>
    ({
      ...Facebook(keys),
      authorization: {
        url: `https://www.facebook.com/${VERSION}/dialog/oauth`,
        params: { scope: "public_profile,email" },
      },
      token: `https://graph.facebook.com/${VERSION}/oauth/access_token`,
      userinfo: userInfo(`https://graph.facebook.com/${VERSION}/me?fields=id,name,first_name,last_name,email`),
      // As its documentation has it; it names no other way.
      client: { token_endpoint_auth_method: "client_secret_post" },
    }) as ProviderConfig,
  // It tells of "a valid address", not of a verified one.
  claims: ({ id, name, first_name, last_name, email }) =>
    standardClaims({ sub: id, name, email, given_name: first_name, family_name: last_name }, false),
};
