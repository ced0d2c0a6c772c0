import type { Sql } from "postgres";
import { expect, test } from "./fixtures";
import {
  clientOf,
  proveByCode,
  signInByPassword,
  startReset,
  startSignIn,
  startSignInByCode,
} from "./support/instances-steps";
import { newAddress, newPassword, type Person } from "./support/people";
import type { RawClient } from "./support/raw-forms";

/* Attempts on one instance, changes on the other: what somebody no longer holds proves nothing on either. */

/** Gives a person a second, verified address. @returns its id. */
async function addAddress(db: Sql, person: Person, email: string): Promise<string> {
  const [row] = await db`
    INSERT INTO identifiers (user_id, kind, value, verified_at, created_at)
    VALUES (${person.id}, 'email', ${email}, now(), now()) RETURNING id`;
  return row?.id;
}

/** Removes an address in the profile, as its owner does. */
async function removeAddress(owner: RawClient, id: string): Promise<void> {
  const forms = (await owner.forms("/profile")).filter(({ fields }) => fields.get("id") === id);
  const remove = forms.at(-1);
  if (!remove) throw new Error("the profile offers no way to remove it");
  expect((await owner.submit(remove)).status).toBe(200);
}

test("[LK-04 SE-06] an old mailbox with three attempts open gets nothing out of them once its address is removed", async ({
  server,
  startInstance,
  createUser,
  inbox,
  db,
  travel,
}) => {
  const there = (await startInstance()).url;
  const person = await createUser();
  const old = newAddress();
  const id = await addAddress(db, person, old);
  const owner = clientOf(server.url);
  await signInByPassword(owner, person);

  const [byCode, byReset, typed] = [clientOf(there), clientOf(there), clientOf(there)];
  const code = await startSignInByCode(byCode, inbox, old);
  const codeForm = await byCode.form("/sign-in/verify", "code");
  await proveByCode(byReset, "/reset-password", await startReset(byReset, inbox, old));
  const resetForm = await byReset.form("/reset-password/new", "password");
  await startSignIn(typed, old);
  const typedForm = await typed.form("/sign-in/verify", "password");
  const askForm = await typed.form("/sign-in/verify", "strategy");
  // The owner's notice of the removal is the last mail that goes there.
  await removeAddress(owner, id);
  await inbox.waitForMail(old, { about: /removed|changed/i });
  const mails = (await inbox.mails(old)).length;
  await travel(1);

  const hash = async () => (await db`SELECT hash FROM passwords WHERE user_id = ${person.id}`)[0]?.hash;
  const before = await hash();
  const answers = [
    await byCode.submit(codeForm, { code }),
    await byReset.submit(resetForm, { password: newPassword(), signOutOthers: "on" }),
    await typed.submit(typedForm, { password: person.password ?? "" }),
    await typed.submit(askForm, { strategy: "email-code" }),
    await byCode.submit(await askAgain(byCode, codeForm), {}),
  ];
  for (const { status } of answers) expect([303, 307, 409, 410, 422]).toContain(status);
  for (const client of [byCode, byReset, typed]) expect(client.cookies.has("session")).toBe(false);
  expect(await hash()).toBe(before);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(1);
  expect(await inbox.mails(old)).toHaveLength(mails);
});

/** @returns the form that sends the code again, or the one of the code where the page is gone. */
async function askAgain(client: RawClient, otherwise: Awaited<ReturnType<RawClient["form"]>>) {
  const page = await client.send("/sign-in/verify");
  return page.status === 200 ? ((await client.forms("/sign-in/verify")).at(-1) ?? otherwise) : otherwise;
}

test("[SE-06 LK-04] what was begun before signing out everywhere, a new password or a ban is over on both instances", async ({
  server,
  startInstance,
  createUser,
  inbox,
  db,
}) => {
  const there = (await startInstance()).url;
  const person = await createUser();
  const owner = clientOf(server.url);
  await signInByPassword(owner, person);
  const changes: (() => Promise<unknown>)[] = [
    async () => {
      await signInByPassword(clientOf(there), person);
      // The other form without a field is in the frame of the page: it signs out here.
      const form = (await owner.forms("/profile/security")).filter(({ fields }) => fields.size === 0).at(-1);
      if (!form) throw new Error("no way to sign out elsewhere");
      expect((await owner.submit(form)).status).toBe(200);
    },
    async () => {
      const form = await owner.form("/profile/security", "password");
      const changed = await owner.submit(form, { password: newPassword(), signOutOthers: undefined });
      expect(changed.status).toBe(200);
    },
    async () => {
      await db`UPDATE users SET banned_at = now() WHERE id = ${person.id}`;
      await db`UPDATE users SET banned_at = NULL WHERE id = ${person.id}`;
    },
  ];
  for (const change of changes) {
    const stranger = clientOf(there);
    await db`TRUNCATE rate_limits`;
    const code = await startSignInByCode(stranger, inbox, person.email);
    const form = await stranger.form("/sign-in/verify", "code");
    const epoch = async () => (await db`SELECT attempt_epoch FROM users WHERE id = ${person.id}`)[0]?.attempt_epoch;
    const before = await epoch();
    await change();
    expect(await epoch()).toBeGreaterThan(before);
    await stranger.submit(form, { code });
    expect(stranger.cookies.has("session")).toBe(false);
  }
});

test("[SE-03] a device token that was put into a browser is not the one it has after a sign-in", async ({
  server,
  createUser,
  inbox,
}) => {
  const person = await createUser();
  await signInByPassword(clientOf(server.url), person);
  const planted = "P".repeat(43);
  const victim = clientOf(server.url);
  victim.cookies.set("device", planted);
  await signInByPassword(victim, person);
  expect(victim.cookies.get("device")).toMatch(/^[\w-]{43}$/);
  expect(victim.cookies.get("device")).not.toBe(planted);
  await inbox.waitForMail(person.email, { about: /new sign-in/i });
  const stranger = clientOf(server.url);
  stranger.cookies.set("device", planted);
  await signInByPassword(stranger, person);
  await inbox.waitForMail(person.email, { about: /new sign-in/i });
});
