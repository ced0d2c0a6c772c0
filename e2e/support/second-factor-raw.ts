import { createHash, randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import type { Sql } from "postgres";
import { clientOf, post, startSignIn } from "./instances-steps";
import type { Person } from "./people";
import type { RawClient } from "./raw-forms";

/* The second step of a `RawClient`. */

/** Private pages, for a person and for an admin. */
const PRIVATE = [
  "/dashboard",
  "/profile",
  "/profile/verify",
  "/profile/security",
  "/profile/security/authenticator",
  "/profile/security/backup-codes",
  "/step-up",
  "/sign-out",
  "/admin",
  "/admin/authentication",
  "/admin/sms",
];

/** Signs in by password. @returns a client that owes its second step. */
export async function halfSignedIn(origin: string, { email, password }: Person): Promise<RawClient> {
  const client = clientOf(origin);
  await startSignIn(client, email);
  const { status, headers } = await post(client, "/sign-in/verify", "password", password ?? "");
  expect([status, headers.get("location")]).toEqual([303, "/second-factor/sign-in"]);
  return client;
}

/**
 * Writes a sign-in that is under way straight into the database.
 * @param strategy whose screen it is on. @returns a client that has to show the password or, after it, the second step.
 */
export async function insertSignIn(
  db: Sql,
  origin: string,
  { id, email }: Person,
  strategy: "password" | "totp" | "backup-code",
): Promise<RawClient> {
  const client = clientOf(origin);
  const token = randomBytes(32).toString("base64url");
  client.cookies.set("sign-in-attempt", token);
  const isHalf = strategy !== "password";
  await db`
    INSERT INTO attempts
      (token_hash, flow, user_id, epoch, identifier_kind, identifier_value, strategy, amr, awaits, created_at, expires_at)
    SELECT ${createHash("sha256").update(token).digest("hex")}, 'sign-in', id, attempt_epoch, 'email', ${email}, ${strategy},
      ${isHalf ? ["password"] : []}::text[], ${isHalf ? "second-factor" : null}, now(), now() + interval '1 hour'
    FROM users WHERE id = ${id}`;
  return client;
}

/** Posts the code of an app, or a backup code, on the page of the second step. */
export async function postCode(client: RawClient, code: string, path = "/second-factor/sign-in"): Promise<Response> {
  return client.submit(await client.form(path, "code"), { code, trustBrowser: undefined });
}

/** Goes over to backup codes. */
export async function chooseBackupCode(client: RawClient): Promise<void> {
  const forms = await client.forms("/second-factor/sign-in");
  // The list of methods: its one form names the journey, and each button a method.
  const methods = forms.find(({ fields }) => fields.has("flow") && !fields.has("code"));
  if (!methods) throw new Error("there is no other method");
  await client.submit(methods, { strategy: "backup-code" });
}

/** Asserts that this client is nobody: no cookie, no page, no answer of Auth.js says otherwise. */
export async function expectNobody(client: RawClient, what: string): Promise<void> {
  expect([what, [...client.cookies.keys()].filter((name) => name.includes("session"))]).toEqual([what, []]);
  for (const path of PRIVATE) {
    const { status, headers } = await client.send(path);
    expect([what, path, status]).toEqual([what, path, 307]);
    expect(headers.get("location")).toMatch(/^\/sign-in(\?|$)/);
  }
  expect([what, await (await client.send("/api/auth/session")).json()]).toEqual([what, null]);
  for (const method of ["GET", "POST"]) {
    await client.send("/api/auth/callback/credentials", { method, headers: { origin: client.origin } });
    expect([what, method, client.cookies.has("session")]).toEqual([what, method, false]);
  }
}
