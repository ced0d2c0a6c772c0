import { expect } from "@playwright/test";
import type { Sql } from "postgres";
import { lockOut, unlockTokenFor } from "./data-at-rest-people";
import type { Inbox } from "./inbox";
import {
  nextCode,
  proveByCode,
  signInByPassword,
  startReset,
  startSignIn,
  startSignInByCode,
  startSignUp,
} from "./instances-steps";
import { Diary } from "./logs-diary";
import { createPerson, growOld, type NewPerson } from "./people";
import type { RawClient } from "./raw-forms";

/** Makes every kind of event that people make on the pages, with secrets that are known afterwards. */
export async function keepDiary(origin: string, inbox: Inbox, db: Sql): Promise<Diary> {
  const diary = new Diary(origin);
  const known = (given: NewPerson = {}) =>
    createPerson(db, { ...given, email: diary.address(), password: diary.password() });
  await newcomer(diary, inbox, db);

  const unproved = await known({ verified: false });
  const finder = diary.client();
  const code = await diary.code(startSignInByCode(finder, inbox, unproved.email));
  await diary.post(finder, "/sign-in/verify", { code });
  diary.events.set(unproved.id, ["code.sent", "sign-in", "identifier.verified"]);

  const victim = await known();
  await lockOut(diary.client(), victim);
  const token = await unlockTokenFor(inbox, victim.email);
  diary.tokens.add(token);
  const [form] = await diary.client().forms("/unlock");
  if (form) expect((await diary.client().submit(form, { token })).status).toBe(200);
  diary.events.set(victim.id, ["proof", "lockout", "unlock"]);

  const admin = await known({ role: "admin", firstName: "Ada" });
  const boss = diary.client();
  await signInByPassword(boss, admin);
  await diary.post(boss, "/admin/authentication", { appName: "Logged" }, { status: 200 });
  await diary.post(boss, "/profile", { firstName: "Grace" }, { status: 200 });
  diary.events.set(admin.id, ["sign-in", "settings.changed", "names.changed"]);
  return diary;
}

/** Signs up, out and in again by every way, changes what there is to change, and forgets the password. */
async function newcomer(diary: Diary, inbox: Inbox, db: Sql): Promise<void> {
  const [email, password] = [diary.address(), diary.password()];
  const laptop = diary.client();
  await proveByCode(laptop, "/sign-up", await diary.code(startSignUp(laptop, inbox, email)));
  await diary.post(laptop, "/sign-up/continue", { password });
  const [signOut] = await laptop.forms("/sign-out");
  if (signOut) await laptop.submit(signOut);
  await startSignIn(laptop, email);
  await diary.post(laptop, "/sign-in/verify", { password: diary.password() }, { status: 422 });
  await diary.post(laptop, "/sign-in/verify", { password });

  const phone = diary.client();
  const code = await diary.code(startSignInByCode(phone, inbox, email));
  await diary.post(phone, "/sign-in/verify", { code });
  await changeProfile(diary, inbox, db, phone);
  expect((await phone.send("/admin")).status).toBe(404);

  const tablet = diary.client();
  const [added = ""] = diary.addresses.slice(-1);
  await proveByCode(tablet, "/reset-password", await diary.code(startReset(tablet, inbox, added)));
  await diary.post(tablet, "/reset-password/new", { password: diary.password(), signOutOthers: "on" });

  const [owner] = await db<{ id: string }[]>`SELECT user_id AS id FROM identifiers WHERE value = ${added}`;
  diary.events.set(owner?.id ?? "", [
    ...["code.sent", "sign-up", "sign-out", "proof", "sign-in", "session.revoked", "step-up", "authorisation.denied"],
    ...["identifier.added", "identifier.primary", "identifier.removed", "password.set", "password.reset"],
  ]);
}

async function changeProfile(diary: Diary, inbox: Inbox, db: Sql, client: RawClient): Promise<void> {
  const done = { status: 200 };
  await diary.post(client, "/profile/security", { id: undefined }, done);
  const email = diary.address();
  await diary.post(client, "/profile", { email });
  const code = await diary.code(nextCode(inbox, email));
  await diary.post(client, "/profile/verify", { code });
  // The new address becomes the first one, and the one that was goes.
  await diary.post(client, "/profile", { id: undefined }, done);
  await diary.post(client, "/profile", { id: undefined }, { ...done, last: true });
  const password = diary.password();
  await diary.post(client, "/profile/security", { password, signOutOthers: "on" }, done);
  await growOld(db, client);
  await diary.post(client, "/step-up", { password });
}
