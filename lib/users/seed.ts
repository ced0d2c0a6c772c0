import "server-only";
import { count } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { isProduction } from "@/lib/env";
import { hashPassword } from "@/lib/security/password-hash";
import { createUser } from "./create";

const PASSWORD = "correct-horse-battery";
const PEOPLE = [
  { email: "admin@example.com", firstName: "Ada", lastName: "Admin", role: "admin" as const },
  { email: "grace@example.com", firstName: "Grace", lastName: "Hopper" },
  { email: "alan@example.com", firstName: "Alan", lastName: "Turing" },
  { email: "katherine@example.com", firstName: "Katherine", lastName: "Johnson" },
];

/**
 * Fills an empty development database with an admin and a handful of people; one that has anybody is left alone.
 * @returns lines that say who can sign in. @throws in production: known passwords must never exist there.
 */
export async function seed(now = new Date()): Promise<string[]> {
  if (isProduction) throw new Error("Sample people are for development only.");
  const [people] = await db.select({ count: count() }).from(users);
  if (people?.count) return [];
  const passwordHash = await hashPassword(PASSWORD);
  await db.transaction(async (tx) => {
    for (const { email, role, ...names } of PEOPLE) {
      const created = await createUser(tx, {
        identifier: { kind: "email", value: email },
        verifiedAt: now,
        names,
        passwordHash,
        role,
        now,
      });
      if (!created.ok) throw new Error(`${email} could not be created`);
    }
  });
  return [
    `Sample people, all with the password "${PASSWORD}":`,
    ...PEOPLE.map(({ email, role }) => `  ${email}${role ? "  (admin)" : ""}`),
  ];
}
