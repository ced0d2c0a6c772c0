import "server-only";
import { isProduction } from "./build";
import { env } from "./env";
import { isLoopbackHost } from "./security/outbound-address";

const SECRET_MIN = 32;

/** @returns what keeps this server from starting: each a sentence with the variable, the reason and where to get the value. */
export function startUpProblems(): string[] {
  const problems: string[] = [];
  if (!env.DATABASE_URL) {
    problems.push(
      isProduction
        ? "DATABASE_URL is not set. It is the connection string of your Postgres (Neon, Supabase, RDS, your own): postgres://user:password@host/database"
        : "DATABASE_URL is not set. `npm run dev` starts a local Postgres and sets it; start the app with that.",
    );
  }
  if (!env.AUTH_SECRET) {
    problems.push(
      "AUTH_SECRET is not set. Every token and code is keyed with it. Make one with: openssl rand -base64 33",
    );
  } else if (env.AUTH_SECRET.length < SECRET_MIN || new Set(env.AUTH_SECRET).size < 10) {
    problems.push(
      `AUTH_SECRET is too weak: at least ${SECRET_MIN} random characters. Make one with: openssl rand -base64 33`,
    );
  }
  if (!env.APP_URL) {
    problems.push(
      "APP_URL is not set. It is the public address of this app, e.g. https://example.com; links and cookies rest on it.",
    );
  }
  if (env.LOOPBACK_PROVIDERS === "true" && env.APP_URL && !isLoopbackHost(new URL(env.APP_URL).hostname)) {
    problems.push(
      "LOOPBACK_PROVIDERS is set, which lets an admin's entries reach services inside this machine. It is for development: unset it, or use an APP_URL on localhost.",
    );
  }
  problems.push(...halfSetTwilio());
  return problems;
}

/** Text messages are either set up or not: with half of it the server would start, and never send one. */
function halfSetTwilio(): string[] {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = env;
  const values = Object.entries({ TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM });
  const missing = values.flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length === 0 || missing.length === values.length) return [];
  const what = `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set`;
  return [
    `${what}. Text messages need TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (both from console.twilio.com) and TWILIO_FROM (your number there in E.164, or a messaging service, MG…); set all three or none.`,
  ];
}
