import "server-only";
import { count } from "drizzle-orm";
import { db } from "@/db/client";
import { settings, users } from "@/db/schema";
import { isProduction } from "@/lib/build";
import { hashPassword } from "@/lib/security/password-hash";
import { createUser } from "./create";

const PASSWORD = "correct-horse-battery";
const PEOPLE: {
  email: string;
  phone?: string;
  username?: string;
  firstName: string;
  lastName: string;
  role?: "admin";
}[] = [
  { email: "admin@example.com", firstName: "Ada", lastName: "Admin", role: "admin" },
  { email: "grace@example.com", phone: "+12025550143", username: "grace", firstName: "Grace", lastName: "Hopper" },
  { email: "alan@example.com", phone: "+12025550187", username: "alan", firstName: "Alan", lastName: "Turing" },
  { email: "katherine@example.com", username: "katherine", firstName: "Katherine", lastName: "Johnson" },
];

/** Every way to sign in is on, so that each can be tried: text messages stay in the inbox here. */
const SETTINGS = [
  { section: "email", value: { linkSignIn: true } },
  { section: "phone", value: { signUp: "optional", signIn: true } },
  { section: "username", value: { signUp: "optional", signIn: true } },
  { section: "passkey", value: { enabled: true } },
  { section: "wallet", value: { base: true, metamask: true, coinbase: true, okx: true, other: true } },
  { section: "mfa", value: { totp: true, phoneCode: true, backupCodes: true, trustBrowser: true } },
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
    await tx.insert(settings).values(SETTINGS.map((row) => ({ ...row, updatedAt: now })));
    for (const { email, phone, username, role, ...names } of PEOPLE) {
      const values = { email, phone, username };
      const created = await createUser(tx, {
        identifiers: (["email", "phone", "username"] as const).flatMap((kind) =>
          values[kind] ? [{ kind, value: values[kind], verifiedAt: now }] : [],
        ),
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
    ...PEOPLE.map(
      ({ email, phone, username, role }) =>
        `  ${[email, username, phone].filter(Boolean).join("  ")}${role ? "  (admin)" : ""}`,
    ),
  ];
}
