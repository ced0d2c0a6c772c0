import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { acceptPassword } from "@/lib/users/acceptable-password";
import { listIdentifiers } from "@/lib/users/identifiers";
import { isPasswordOf } from "@/lib/users/passwords";
import type { Visit } from "@/lib/visit";

/** Whether somebody we know may take this password: by every rule, and not the one they have. @returns a `password_…` code. */
export async function acceptNewPassword(visit: Visit, userId: string, password: string): Promise<Result> {
  const { settings, client, now } = visit;
  const [user] = await db
    .select({ firstName: users.firstName, lastName: users.lastName })
    .from(users)
    .where(eq(users.id, userId));
  const identity = [user?.firstName, user?.lastName, ...(await listIdentifiers(userId)).map(({ value }) => value)];
  const fit = await acceptPassword({ password, settings, identity, userId, client, now });
  if (!fit.ok) return fit;
  return (await isPasswordOf(userId, password, now)) ? fail("password_unchanged") : ok();
}
