import "server-only";
import { db, type Executor } from "@/db/client";
import type { Client } from "@/lib/client";
import { fail, ok, type Result } from "@/lib/errors";
import { auditRepeatable } from "@/lib/security/audit-repeats";
import { isBreached } from "@/lib/security/breached-passwords";
import type { Settings } from "@/lib/settings/schema";
import { checkPassword } from "./password-rules";

interface NewPassword {
  password: string;
  settings: Pick<Settings, "password" | "branding">;
  /** What it may not be: the person's names, addresses, numbers (in E.164) and username. */
  identity: (string | null | undefined)[];
  /** Whose it will be; null for somebody who signs up. */
  userId: string | null;
  executor?: Executor;
  client: Client;
  now: Date;
}

/**
 * Whether a password may be set: by the rules, and by the list of leaked ones where settings ask for that. When the list
 * cannot be asked the password passes, and that is written down: a service elsewhere decides nobody's sign-up.
 * @returns what `checkPassword` returns, or `password_breached`.
 */
export async function acceptPassword({
  password,
  settings,
  identity,
  userId,
  executor = db,
  client,
  now,
}: NewPassword): Promise<Result> {
  const fit = checkPassword(password, settings, identity);
  if (!fit.ok || !settings.password.refuseBreached) return fit;
  const answer = await isBreached(password);
  if (answer === "unknown")
    await auditRepeatable(executor, { type: "password.check-failed", result: "failure", actorId: userId, client, now });
  return answer === true ? fail("password_breached") : ok();
}
