import "server-only";
import { DrizzleAdapter } from "@auth/drizzle-adapter";
import NextAuth, { type NextAuthConfig } from "next-auth";
import { db } from "@/db/client";
import { accounts, sessions, users } from "@/db/schema";
import { env } from "./env";
import { describeError } from "./log";
import { hashToken } from "./security/keys";
import { cookieAttributes, cookieName } from "./sessions/cookie";
import { findSession } from "./sessions/read";

/**
 * Auth.js speaks the providers' protocols and reads our sessions; it never makes a user, a link or a session
 * (docs/decisions/0003). Its adapter is the stock one for reading accounts; sessions it finds by the hash of the cookie.
 */
function adapter(): NonNullable<NextAuthConfig["adapter"]> {
  const stock = DrizzleAdapter(db, {
    // Its type has no room for a generated column (`name`); it only reads here.
    usersTable: users as never,
    accountsTable: accounts,
    sessionsTable: sessions,
  });
  return {
    getUser: stock.getUser,
    getUserByAccount: stock.getUserByAccount,
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

export const { handlers, auth } = NextAuth(
  () =>
    ({
      adapter: adapter(),
      providers: [],
      secret: env.AUTH_SECRET,
      trustHost: true,
      // Its own logger writes causes as text, parameters of statements included (LG-02).
      logger: { error: (error) => console.error(describeError(error)) },
      pages: { signIn: "/sign-in", signOut: "/sign-out", error: "/sign-in" },
      session: { strategy: "database" },
      cookies: { sessionToken: { name: cookieName("session"), options: cookieAttributes() } },
      callbacks: {
        // The raw object carries the session token: only these fields may reach the browser (SE-02).
        session: ({ session, user }) => ({
          expires: session.expires,
          user: { id: user.id, name: user.name, email: user.email || null, image: user.image },
        }),
      },
    }) as NextAuthConfig,
);
