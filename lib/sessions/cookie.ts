import { isHttps } from "@/lib/env";

/** The browser's cookies, as far as sign-in needs them. `cookies()` of Next is one. */
export interface CookieJar {
  get(name: string): { value: string } | undefined;
  set(name: string, value: string, attributes: ReturnType<typeof cookieAttributes> & { expires: Date }): unknown;
}

/** Session, this browser's name for itself, how it signed in last, and one journey of each kind. */
export type CookieName = "session" | "device" | "last-connection" | `${string}-attempt`;

/** The `__Host-` prefix makes the browser itself refuse a cookie planted by a sibling domain or over http (SE-02). */
export const cookieName = (name: CookieName) => (isHttps() ? `__Host-${name}` : name);

/** Attributes of every cookie of ours. Chunks are not needed: a token is 43 characters. */
export const cookieAttributes = () => ({ httpOnly: true, secure: isHttps(), sameSite: "lax" as const, path: "/" });

/** Shape of every token of ours; anything else in a cookie is nobody's (SE-12). */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** @returns the token under this name, or undefined when absent or malformed. */
export function readCookie(jar: Pick<CookieJar, "get">, name: CookieName): string | undefined {
  const value = jar.get(cookieName(name))?.value;
  return value && TOKEN.test(value) ? value : undefined;
}

export function setCookie(jar: CookieJar, name: CookieName, token: string, expires: Date): void {
  jar.set(cookieName(name), token, { ...cookieAttributes(), expires });
}

export function clearCookie(jar: CookieJar, name: CookieName): void {
  setCookie(jar, name, "", new Date(0));
}
