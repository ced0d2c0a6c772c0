import { expect, newNumber, newPassword, test } from "./fixtures";
import {
  clientOf,
  isSignedIn,
  pathOfLink,
  post,
  proveByCode,
  startReset,
  startSignInByCode,
  startSignInByLink,
  startSignUp,
} from "./support/instances-steps";
import { insertSession } from "./support/people";

test("[LK-07] whoever signs up with a deleted account's address gets a new account, and the old one's keys open nothing", async ({
  server,
  createUser,
  changeSettings,
  inbox,
  db,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const old = await createUser({ phone: newNumber() });
  const [home, coded] = [clientOf(server.url), clientOf(server.url)];
  const [linked, resetting] = [clientOf(server.url), clientOf(server.url)];
  home.cookies.set("session", await insertSession(db, old));
  const code = await startSignInByCode(coded, inbox, old.email);
  const codeForm = await coded.form("/sign-in/verify", "code");
  const link = pathOfLink(await startSignInByLink(linked, inbox, old.email));
  const linkForm = await linked.form(link, "token");
  const reset = await startReset(resetting, inbox, old.email);
  const resetForm = await resetting.form("/reset-password/verify", "code");
  expect(await isSignedIn(home)).toBe(true);
  await db`DELETE FROM users WHERE id = ${old.id}`;

  // In the very browser of the old account.
  const password = newPassword();
  await proveByCode(home, "/sign-up", await startSignUp(home, inbox, old.email));
  expect((await post(home, "/sign-up/continue", "password", password)).status).toBe(303);
  expect(await isSignedIn(home)).toBe(true);
  const [owner] = await db<{ id: string }[]>`SELECT user_id AS id FROM identifiers WHERE value = ${old.email}`;
  expect(owner?.id).not.toBe(old.id);
  expect(await db`SELECT kind FROM identifiers WHERE user_id = ${owner?.id ?? ""}`).toEqual([{ kind: "email" }]);

  const late = [
    await coded.submit(codeForm, { code }),
    await linked.submit(linkForm),
    await resetting.submit(resetForm, { code: reset }),
  ];
  expect(late.map(({ status }) => status)).toEqual([307, 404, 307]);
  for (const client of [coded, linked, resetting]) expect(await isSignedIn(client)).toBe(false);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${owner?.id ?? ""}`).toHaveLength(1);
});
