import "server-only";
import { DrizzleAdapter } from "@auth/drizzle-adapter";
import NextAuth, { type NextAuthConfig } from "next-auth";
import { db } from "@/db/client";
import { accounts, sessions, users } from "@/db/schema";
import { appOrigin, env } from "@/lib/env";
import { describeError } from "@/lib/log";
import { hashToken } from "@/lib/security/keys";
import { cookieAttributes, cookieName } from "@/lib/sessions/cookie";
import { findSession } from "@/lib/sessions/read";
import { ssoFailure } from "./failure";
import type { Provider } from "./provider-config";

/**
 * Auth.js speaks the providers' protocols and reads our sessions; it never makes a user, a link or a session
 * (docs/decisions/0003). Sessions it finds by the hash of the cookie; whose an identity is, our flows say.
 */
function adapter(): NonNullable<NextAuthConfig["adapter"]> {
  const stock = DrizzleAdapter(db, {
    // Its types have no room for a generated column (`name`), or for columns of ours that have no default.
    usersTable: users as never,
    accountsTable: accounts as never,
    sessionsTable: sessions,
  });
  return {
    getUser: stock.getUser,
    getUserByAccount: async () => null,
    async getSessionAndUser(sessionToken) {
      const session = await findSession(sessionToken);
      if (!session) return null;
      const { id, name, email, image } = session.user;
      return {
        session: { sessionToken, userId: id, expires: session.expires },
        // Auth.js types an address as always there; people without one are first class here.
        user: { id, name, email: email ?? "", emailVerified: null, image },
      };
    },
    deleteSession: (sessionToken) => stock.deleteSession?.(hashToken(sessionToken)) as Promise<void>,
    // Sliding is `getSession()`'s business: it knows the absolute limit.
    updateSession: async () => undefined,
    // Auth.js asks for these and would use them to make what only flows may make.
    createUser: refuse,
    getUserByEmail: refuse,
    updateUser: refuse,
    linkAccount: refuse,
    createSession: refuse,
  };
}

function refuse(): never {
  throw new Error("People, links and sessions are made by lib/flows, never by Auth.js.");
}

/** What anybody can cause with a made-up answer is worth a line, not a stack. */
const withoutFrames = (words: string) =>
  words
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .join("\n");

/** What a provider's answer leads to: the next page of the flow, always; Auth.js goes no further by itself. */
type OnAnswer = (answer: { account: unknown; profile: unknown }) => Promise<string>;

/**
 * Auth.js for one request.
 * @param provider the one it is about; none for sessions. @param onError every error, before it is logged.
 */
export function authFor(
  provider: Provider | null,
  { onAnswer = refuse, onError }: { onAnswer?: OnAnswer; onError?: (error: unknown) => void } = {},
) {
  // The one place it takes its own origin from: never a header of the request (architecture: rule 7).
  process.env.AUTH_URL = appOrigin();
  return NextAuth({
    adapter: adapter(),
    providers: provider ? [provider.config] : [],
    secret: env.AUTH_SECRET,
    trustHost: true,
    logger: {
      error(error) {
        onError?.(error);
        // Its own logger writes causes as text, parameters of statements included (LG-02).
        const words = describeError(error);
        console.error(ssoFailure(error) === "sso_failed" ? words : withoutFrames(words));
      },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-out", error: "/sso" },
    session: { strategy: "database" },
    cookies: { sessionToken: { name: cookieName("session"), options: cookieAttributes() } },
    callbacks: {
      signIn: ({ account, profile }) => onAnswer({ account, profile }),
      // The raw object carries the session token: only these fields may reach the browser (SE-02).
      session: ({ session, user }) => ({
        expires: session.expires,
        user: { id: user.id, name: user.name, email: user.email || null, image: user.image },
      }),
    },
  } as NextAuthConfig);
}
