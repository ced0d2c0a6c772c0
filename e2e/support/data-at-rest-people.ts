import type { Sql } from "postgres";
import type { Inbox } from "./inbox";
import {
  anyAddress,
  nextCode,
  post,
  signInByPassword,
  startReset,
  startSignIn,
  startSignInByCode,
  startSignUp,
} from "./instances-steps";
import { growOld, newAddress, newPassword, type Person } from "./people";
import { RawClient } from "./raw-forms";

/** A journey that waits for its code. */
interface Pending {
  path: string;
  client: RawClient;
  code: string;
}

/** Everything there is to steal, in use. */
export interface Treasure {
  /** Signed in. */
  client: RawClient;
  pending: Pending[];
  /** Somebody whose account is locked, but not from the browser they know. */
  locked: { person: Person; stranger: RawClient; device: string; unlockToken: string };
  /** What the database must not hold. */
  tokens: string[];
  codes: string[];
  passwords: string[];
}

/** @returns the token in a mailed unlock link. */
export async function unlockTokenFor(inbox: Inbox, email: string): Promise<string> {
  const { html } = await inbox.waitForMail(email, { about: /locked/ });
  const token = /\/unlock#([\w-]{43})"/.exec(html)?.[1];
  if (!token) throw new Error("There is no unlock link in the mail.");
  return token;
}

/** Guesses somebody's password until the account is locked. */
export async function lockOut(stranger: RawClient, { email }: Person): Promise<void> {
  await startSignIn(stranger, email);
  const form = await stranger.form("/sign-in/verify", "password");
  for (let tries = 0; tries < 10; tries++) await stranger.submit(form, { password: newPassword() });
}

/** Runs journeys of every kind up to where the secret is out and not yet used. */
export async function gatherTreasure(
  { origin, inbox, db }: { origin: string; inbox: Inbox; db: Sql },
  [person, victim]: [person: Person, victim: Person],
): Promise<Treasure> {
  // One address for all: each would leave its own counters, and there is enough to try.
  const address = anyAddress();
  const fresh = () => new RawClient(origin, address);
  const client = fresh();
  await signInByPassword(client, person);

  const pending: Pending[] = [];
  const wait = async (path: string, one: RawClient, code: Promise<string>) =>
    void pending.push({ path, client: one, code: await code });
  const [signIn, signUp, reset] = [fresh(), fresh(), fresh()];
  await wait("/sign-in/verify", signIn, startSignInByCode(signIn, inbox, person.email));
  await wait("/sign-up/verify", signUp, startSignUp(signUp, inbox, newAddress()));
  await wait("/reset-password/verify", reset, startReset(reset, inbox, person.email));
  const another = newAddress();
  await post(client, "/profile", "email", another);
  await wait("/profile/verify", client, nextCode(inbox, another));
  await growOld(db, client);
  const forms = await client.forms("/step-up");
  const choice = forms.find(({ fields }) => fields.has("strategy") && !fields.has("password"));
  if (choice) await client.submit(choice, { strategy: "email-code" });
  await wait("/step-up", client, nextCode(inbox, person.email));

  const known = fresh();
  await signInByPassword(known, victim);
  const device = known.cookies.get("device") ?? "";
  const stranger = fresh();
  await lockOut(stranger, victim);
  const unlockToken = await unlockTokenFor(inbox, victim.email);

  const clients = [client, signIn, signUp, reset, known, stranger];
  return {
    client,
    pending,
    locked: { person: victim, stranger, device, unlockToken },
    tokens: [...new Set([unlockToken, ...clients.flatMap(({ cookies }) => [...cookies.values()])])],
    codes: pending.map(({ code }) => code),
    passwords: [person, victim].map(({ password }) => password ?? ""),
  };
}
