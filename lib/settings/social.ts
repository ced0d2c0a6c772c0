import { z } from "zod";
import { singleLine } from "@/lib/single-line";

/** Name of a social connection in addresses and rows: a provider's id, or one an admin chose. It never changes. */
export const CONNECTION_KEY = /^[a-z][a-z0-9-]{1,30}$/;

/** What an admin has entered for one. */
export const socialConnection = z.object({
  enabled: z.boolean().default(false),
  /** "connect": people who are signed in add it in their profile; nobody signs in or up with it. */
  use: z.enum(["sign-in", "connect"]).default("sign-in"),
  /** Empty: the environment's. */
  clientId: singleLine(500).default(""),
  /** Encrypted, bound to `social:<key>`. */
  clientSecret: z.string().default(""),
  /** An OpenID issuer: of a custom connection, or of a provider that runs in more than one place. */
  issuer: z.string().max(500).default(""),
  /** Of a custom connection: its name on the button. */
  name: singleLine(60).default(""),
  /** Of a custom connection: its `email_verified` is believed, so that it links accounts (LK-05). */
  trustsEmail: z.boolean().default(false),
});
export type SocialSettings = z.output<typeof socialConnection>;

/** What an admin has entered for each social connection, by its key. */
export const socialSection = z.object({
  connections: z.record(z.string().regex(CONNECTION_KEY), socialConnection).default({}),
});
