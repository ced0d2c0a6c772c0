import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";
import { readConnectionString } from "../db/connection-string";

const origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);
const onVercel = process.env.VERCEL === "1";

function isConnectionString(text: string, { addIssue }: z.RefinementCtx): void {
  try {
    readConnectionString(text);
  } catch (error) {
    addIssue((error as Error).message);
  }
}

/** Vercel names its own addresses: the production domain, else the branch's, else the deployment's. */
function vercelOrigin(): string | undefined {
  if (!onVercel) return undefined;
  const host =
    process.env.VERCEL_ENV === "production"
      ? process.env.VERCEL_PROJECT_PRODUCTION_URL
      : (process.env.VERCEL_BRANCH_URL ?? process.env.VERCEL_URL);
  return host && `https://${host}`;
}

/**
 * Every environment variable the app reads, parsed once; an empty string counts as unset. All are optional here so
 * that a build needs none: `lib/start-up.ts` says what a production server cannot start without.
 */
export const env = createEnv({
  server: {
    /** Postgres connection string, as its provider shows it. */
    DATABASE_URL: z.string().superRefine(isConnectionString).optional(),
    /** Whether statements are prepared, where what is found out by itself is wrong: not behind a transaction pooler. */
    DATABASE_PREPARE: z.enum(["true", "false"]).optional(),
    /** Keys of every hash and cipher derive from it. At least 32 characters. */
    AUTH_SECRET: z.string().optional(),
    /** The one before, while what was encrypted with it moves to the new one. */
    AUTH_SECRET_PREVIOUS: z.string().optional(),
    /** Public origin of the app: every link, cookie and origin check rests on it. */
    APP_URL: z.preprocess((given) => given ?? vercelOrigin(), origin.optional()),
    /** The domain passkeys belong to; default the host of APP_URL. */
    PASSKEY_RP_ID: z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, "a domain in lower case, like example.com")
      .optional(),
    /** Sender of every mail. */
    EMAIL_FROM: z.string().optional(),
    RESEND_API_KEY: z.string().optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** Account that sends text messages. */
    TWILIO_ACCOUNT_SID: z.string().startsWith("AC").optional(),
    TWILIO_AUTH_TOKEN: z.string().optional(),
    /** Sender of every text message: a number in E.164, or a messaging service (MG…). */
    TWILIO_FROM: z
      .string()
      .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/)
      .optional(),
    /** Where Twilio's API is reached, when not at api.twilio.com. */
    TWILIO_API_URL: origin.optional(),
    /** Where leaked passwords are looked up by the first five characters of their hash. */
    BREACHED_PASSWORDS_URL: origin.default("https://api.pwnedpasswords.com"),
    /** Rate limits live in Redis when set, else in Postgres. */
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    /** While no admin exists, the person who proves this address by a code or link mailed to it becomes one. */
    ADMIN_EMAIL: z.email().optional(),
    /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, comma separated. */
    TRUSTED_PROXIES: z.string().optional(),
    /** "true" lets identity providers live on this machine, by http too: for development and tests. */
    LOOPBACK_PROVIDERS: z.enum(["true", "false"]).default("false"),
    /** From the dashboard of WalletConnect: with it, wallets on other devices can sign in. */
    WALLETCONNECT_PROJECT_ID: z
      .string()
      .regex(/^[0-9a-f]{32}$/, "the 32 letters and digits of the project")
      .optional(),
    /** What `/api/cron` asks of its caller; without it, it runs nothing. Vercel's scheduler sends it. */
    CRON_SECRET: z.string().min(16, "at least 16 random characters. Make one with: openssl rand -base64 33").optional(),
  },
  experimental__runtimeEnv: {},
  emptyStringAsUndefined: true,
  // t3-env would throw its own list; start-up words each problem and where to get the value.
  onValidationError: (issues) => {
    const lines = issues.map((issue) => `  ${String(issue.path?.[0])}: ${issue.message}`);
    throw new Error(`The environment has values that cannot be used:\n${lines.join("\n")}`);
  },
});

export const isVercel = onVercel;

/** @returns the public origin, e.g. `https://example.com`. Never taken from a request. @throws when APP_URL is unset. */
export function appOrigin(): string {
  if (!env.APP_URL)
    throw new Error("APP_URL is not set. It is the public address of the app, e.g. https://example.com");
  return env.APP_URL;
}

/** @returns whether cookies can be `Secure` (and carry the `__Host-` prefix). */
export const isHttps = () => appOrigin().startsWith("https:");
