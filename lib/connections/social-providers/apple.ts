import "server-only";
import Apple from "next-auth/providers/apple";
import { z } from "zod";
import { standardClaims } from "../claims";
import type { ProviderConfig, SocialProvider } from "./provider";

/** Sent beside the ID token, unsigned, and only when somebody is there for the first time. */
const newcomer = z.object({ name: z.object({ firstName: z.unknown(), lastName: z.unknown() }) });

export const apple: SocialProvider = {
  // Auth.js reads the name beside the ID token for this id only.
  id: "apple",
  name: "Apple",
  // simpleicons.org (CC0).
  icon: [
    {
      path: "M12.15 6.9c-.95 0-2.42-1.08-3.96-1.04-2.04.03-3.91 1.18-4.96 3.01-2.12 3.67-.55 9.1 1.52 12.09 1.01 1.45 2.21 3.09 3.79 3.04 1.52-.07 2.09-.99 3.94-.99 1.83 0 2.35.99 3.96.95 1.64-.03 2.68-1.48 3.67-2.95 1.16-1.69 1.64-3.33 1.66-3.41-.04-.01-3.18-1.22-3.22-4.86-.03-3.04 2.48-4.49 2.6-4.56-1.43-2.09-3.62-2.32-4.39-2.37-2-.16-3.67 1.09-4.61 1.09zM15.53 3.83c.84-1.01 1.4-2.43 1.25-3.83-1.21.05-2.66.81-3.54 1.82-.78.9-1.45 2.34-1.27 3.71 1.34.1 2.71-.69 3.56-1.7",
    },
  ],
  setUp: {
    url: "https://developer.apple.com/account/resources/identifiers/list/serviceId",
    steps:
      "Create a Services ID (it is the client ID) with the callback URL, and a key for Sign in with Apple. The client secret is a JWT signed with that key (“npx auth add apple” makes one); it expires after six months at most, so note when to paste a new one. Apple takes https addresses only.",
  },
  // Auth.js leaves PKCE out; Apple does not document it, but holds who began with it to it.
  configure: (keys) => Apple(keys) as ProviderConfig,
  claims(profile) {
    const { firstName, lastName } = newcomer.safeParse(profile.user).data?.name ?? {};
    return standardClaims(
      {
        ...profile,
        // Apple documents either a boolean or this very text, and names verified addresses only. Nobody else's texts count.
        email_verified: profile.email_verified === true || profile.email_verified === "true",
        given_name: firstName,
        family_name: lastName,
      },
      true,
    );
  },
};
