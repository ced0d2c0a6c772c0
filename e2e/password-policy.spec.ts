import type { Settings } from "../lib/settings/schema";
import { expect, LEAKED_PASSWORDS, newAddress, newPassword, test } from "./fixtures";
import {
  clientOf,
  post,
  proveByCode,
  signInByPassword,
  startReset,
  startSignIn,
  startSignUp,
} from "./support/instances-steps";
import type { RawClient } from "./support/raw-forms";
import { clientWith, saveSection } from "./support/settings-forms";

const COMMON = "This password is on lists that attackers try first. Choose another one.";
const LEAKED = "This password appeared in a data leak elsewhere. Choose another one.";
const any: Partial<Settings["password"]> = { minStrength: 0, refuseCommon: false, refuseBreached: false };

/** The settings, a password they refuse with the words, and one they take. */
const rules: [string, Partial<Settings["password"]>, string, string, string][] = [
  ["the shortest", { ...any }, "seven77", "Use at least 8 characters.", "a".repeat(8)],
  ["characters people see", { ...any, minLength: 12 }, "🐴".repeat(11), "Use at least 12 characters.", "🐴".repeat(12)],
  ["the longest", { ...any, maxLength: 64 }, "🐴".repeat(65), "Use at most 64 characters.", "🐴".repeat(64)],
  [
    "a lower-case letter",
    { ...any, requireLowercase: true },
    "ABCDEFGH",
    "Use a lower-case letter as well.",
    "ABCDEFGh",
  ],
  [
    "an upper-case letter",
    { ...any, requireUppercase: true },
    "abcdefgh",
    "Use an upper-case letter as well.",
    "abcdefgÄ",
  ],
  ["a number", { ...any, requireNumber: true }, "abcdefgh", "Use a number as well.", "abcdefg1"],
  ["a symbol", { ...any, requireSymbol: true }, "abcdefgh", "Use a symbol as well.", "abcdefg€"],
  [
    "two kinds at once",
    { ...any, requireNumber: true, requireSymbol: true },
    "abcdefgh",
    "Use a number and a symbol as well.",
    "abcdef-7",
  ],
  [
    "strength",
    { ...any, minStrength: 4 },
    "horse-1987",
    "This password is too easy to guess.",
    "kraal-Vitrine-oxbow-7",
  ],
  ["common ones", { ...any, refuseCommon: true }, "PassWord123", COMMON, "abcdefgh-zyx"],
  ["leaked ones", { ...any, refuseBreached: true }, LEAKED_PASSWORDS[0], LEAKED, `${LEAKED_PASSWORDS[0]}!`],
];

test("[P17 P52 PW-03 PW-04 PW-05 PW-06] every setting rules sign-up, reset and change, from the moment it is saved", async ({
  page,
  server,
  inbox,
  createUser,
  signIn,
}) => {
  const admin = clientWith(await signIn(page, await createUser({ role: "admin" })), server.url, "10.0.0.9");
  const person = await createUser();
  const [forgot, newcomer] = [await createUser(), newAddress()];

  const signingUp = clientOf(server.url);
  await proveByCode(signingUp, "/sign-up", await startSignUp(signingUp, inbox, newcomer));
  const resetting = clientOf(server.url);
  await proveByCode(resetting, "/reset-password", await startReset(resetting, inbox, forgot.email));
  const changing = clientWith(await signIn(page, person), server.url, "10.0.0.8");
  const doorOf = async (client: RawClient, path: string) => {
    const form = await client.form(path, "password");
    return (password: string) => client.submit(form, { password, signOutOthers: undefined });
  };
  const signUp = await doorOf(signingUp, "/sign-up/continue");
  const reset = await doorOf(resetting, "/reset-password/new");
  const change = await doorOf(changing, "/profile/security");
  const tryAtEveryDoor = (password: string) => Promise.all([signUp, reset, change].map((door) => door(password)));

  for (const [what, settings, refused, words] of rules) {
    await saveSection(admin, "password", settings);
    for (const answer of await tryAtEveryDoor(refused)) {
      expect([what, answer.status, (await answer.text()).includes(words)]).toEqual([what, 422, true]);
    }
  }
  // Who one is, and the name of the site, are never a password.
  await saveSection(admin, "password", any);
  for (const answer of await tryAtEveryDoor("Sign-in Starter")) expect(answer.status).toBe(422);
  const own = await Promise.all([signUp(newcomer.toUpperCase()), reset(forgot.email), change(`${person.email}!`)]);
  expect(own.map(({ status }) => status)).toEqual([422, 422, 422]);

  // The other side of each rule: changed to, one after the other.
  for (const [what, settings, , , taken] of rules) {
    await saveSection(admin, "password", settings);
    const answer = await change(taken);
    expect([what, answer.status, (await answer.text()).includes("Your password is saved")]).toEqual([what, 200, true]);
  }
  const [, , , , last = ""] = rules.at(-1) ?? [];
  await signInByPassword(clientOf(server.url), { ...person, password: last });
  expect((await tryAtEveryDoor(newPassword())).map(({ status }) => status)).toEqual([303, 303, 200]);
});

test("[PW-02 PW-05] passwords differ beyond their 72nd byte, and are the same however their letters are composed", async ({
  page,
  server,
  createUser,
  signIn,
}) => {
  const person = await createUser();
  const changing = clientWith(await signIn(page, person), server.url, "10.0.0.8");
  const change = async (password: string) => {
    const form = await changing.form("/profile/security", "password");
    expect((await changing.submit(form, { password, signOutOthers: undefined })).status).toBe(200);
  };
  const opens = async (password: string) => {
    const client = clientOf(server.url);
    await startSignIn(client, person.email);
    return (await post(client, "/sign-in/verify", "password", password)).status === 303;
  };
  const long = `${newPassword()} `.padEnd(72, "correct horse battery staple ");
  await change(`${long}1`);
  expect(await opens(`${long}2`)).toBe(false);
  expect(await opens(long)).toBe(false);
  expect(await opens(`${long}1`)).toBe(true);

  const accented = `Zoë-Ångström ${newPassword()}`;
  await change(accented.normalize("NFD"));
  expect(await opens(accented.normalize("NFC"))).toBe(true);
  expect(await opens(accented.normalize("NFD"))).toBe(true);
  expect(await opens(accented.replace("Å", "A"))).toBe(false);
});
