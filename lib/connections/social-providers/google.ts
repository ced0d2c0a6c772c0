import "server-only";
import Google from "next-auth/providers/google";
import { standardClaims } from "../claims";
import type { Profile, ProviderConfig, SocialProvider } from "./provider";

export const google: SocialProvider = {
  id: "google",
  name: "Google",
  // github.com/gilbarbara/logos (CC0).
  icon: [
    {
      path: "M23.71 12.22c0-.98-.08-1.7-.25-2.44H12.23v4.44h6.59c-.13 1.1-.85 2.76-2.44 3.88l-.02.15 3.55 2.75.24.02c2.26-2.09 3.56-5.16 3.56-8.8",
      color: "#4285f4",
    },
    {
      path: "M12.23 23.92c3.23 0 5.94-1.06 7.92-2.9l-3.77-2.92c-1.01.7-2.37 1.2-4.15 1.19-3.16 0-5.85-2.09-6.8-4.97l-.14.02-3.69 2.85-.05.14C3.52 21.23 7.56 23.92 12.23 23.92",
      color: "#34a853",
    },
    {
      path: "M5.43 14.32c-.25-.74-.4-1.54-.4-2.36 0-.82.15-1.62.39-2.37l-.01-.15L1.67 6.53l-.12.06C.74 8.21.27 10.03.27 11.96s.47 3.75 1.28 5.37z",
      color: "#fbbc05",
    },
    {
      path: "M12.23 4.62c2.25 0 3.76.97 4.63 1.78l3.37-3.29C18.16 1.18 15.46 0 12.23 0 7.56 0 3.52 2.68 1.55 6.59l3.87 3c.97-2.88 3.65-4.97 6.81-4.97",
      color: "#eb4335",
    },
  ],
  setUp: {
    url: "https://console.cloud.google.com/auth/clients",
    steps: "Create a client of type “Web application” and add the callback URL under “Authorised redirect URIs”.",
  },
  configure: (keys) => Google(keys) as ProviderConfig,
  claims: (profile) => standardClaims(profile, isAuthoritative(profile)),
};

/**
 * Google verifies every address once, but answers only for its own: of others it advises to ask again, as they may have
 * changed hands since (Google Identity, "Verify the Google ID token on your server side").
 */
const isAuthoritative = ({ email, hd }: Profile): boolean =>
  (typeof email === "string" && email.toLowerCase().endsWith("@gmail.com")) || (typeof hd === "string" && hd !== "");
