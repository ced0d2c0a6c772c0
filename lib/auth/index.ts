import "server-only";
import { authFor } from "./auth-for";

export { providerReturn } from "./provider-return";
export { providerUrl } from "./provider-url";

/** Auth.js' own handlers, for what is about no provider: the session as JSON, signing out. */
export const handlers = () => authFor(null).handlers;

/** Who is signed in, as Auth.js reads it; pages ask our own `getSession()`, which costs less. */
export const auth = () => authFor(null).auth();
