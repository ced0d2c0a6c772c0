import "server-only";
import { apple } from "./apple";
import { discord } from "./discord";
import { facebook } from "./facebook";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { google } from "./google";
import { linkedin } from "./linkedin";
import { microsoftEntraId } from "./microsoft-entra-id";
import type { SocialProvider } from "./provider";
import { slack } from "./slack";
import { twitter } from "./twitter";

export type { Profile, ProviderConfig, SocialProvider } from "./provider";

/** In the order of the buttons. */
export const socialProviders: SocialProvider[] = [
  google,
  apple,
  microsoftEntraId,
  github,
  facebook,
  linkedin,
  discord,
  gitlab,
  slack,
  twitter,
];
