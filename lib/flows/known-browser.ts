import "server-only";
import { readCookie } from "@/lib/sessions/cookie";
import { findDevice } from "@/lib/sessions/devices";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";

/** @returns whether the person an attempt is about has signed in from this browser before; nobody has of nobody. */
export async function knowsBrowser({ cookies }: Visit, { userId }: Pick<Attempt, "userId">): Promise<boolean> {
  const token = userId ? readCookie(cookies, "device") : undefined;
  return userId && token ? (await findDevice(userId, token)) !== null : false;
}
