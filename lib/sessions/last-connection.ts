import { type CookieJar, clearCookie, cookieName, setCookie } from "./cookie";

const NAME = "last-connection";
const KEY = /^[a-z0-9-]{1,64}$/;

/** @returns the connection this browser last signed in through; a hint for people, it grants nothing. */
export function lastConnection(jar: Pick<CookieJar, "get">): string | undefined {
  const value = jar.get(cookieName(NAME))?.value;
  return value && KEY.test(value) ? value : undefined;
}

/** Remembers it for the next sign-in page; a sign-in without one forgets it. */
export function rememberConnection(jar: CookieJar, connection: string | undefined, now: Date): void {
  if (connection) setCookie(jar, NAME, connection, new Date(now.getTime() + 400 * 86_400_000));
  else if (lastConnection(jar)) clearCookie(jar, NAME);
}
