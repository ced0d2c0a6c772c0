import type { Sql } from "postgres";
import { expect, newNumber, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { clientOf } from "./support/instances-steps";
import { insertSession, type Person } from "./support/people";
import { callAction } from "./support/raw-actions";
import type { RawClient, RawForm } from "./support/raw-forms";
import { insertSignIn } from "./support/second-factor-raw";
import { actions } from "./support/walk-build";

/*
 * Thirty requests at once to two servers on one database, again and again: somebody changes their second step while
 * sign-ins of theirs are under way.
 */

const ROUNDS = 20;
const WITH_ALL = {
  mfa: { totp: true, phoneCode: true, backupCodes: true },
  phone: { signIn: true },
  // What is tested is the race: no request is turned away for the failures of others.
  protection: { lockoutFailures: 100 },
};
type Send = () => Promise<{ status: number }>;

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const idOf = (file: string, name: string) =>
  actions.find((action) => action.file.endsWith(file) && action.name === name)?.id ?? name;
const change = (owner: RawClient, name: string, form: Record<string, string> = {}) =>
  callAction(owner, idOf("/security/second-factor-actions.ts", name), "/profile/security", form);
/** Shows a code as the second step. */
const show = (client: RawClient, strategy: "totp" | "backup-code", code = "") =>
  callAction(client, idOf("/second-factor/actions.ts", "verifyAction"), "/second-factor/sign-in", {
    flow: "sign-in",
    strategy,
    code,
  });
const isIn = ({ cookies }: RawClient) => cookies.has("session");

/** Somebody signed in who has just proved who they are. */
async function ownerOf(db: Sql, url: string, person: Person, amr: string[]): Promise<RawClient> {
  const client = clientOf(url);
  client.cookies.set("session", await insertSession(db, person, { amr }));
  return client;
}

/** Sends all at once, but the changes once so many of the rest are answered. None of it may fail. */
async function amidst(answered: number, rest: Send[], changes: Send[]): Promise<void> {
  expect(rest.length + changes.length).toBe(30);
  let begin = () => {};
  const due = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let count = 0;
  const counted = async (send: Send) => {
    const answer = await send();
    if (++count === answered) begin();
    return answer;
  };
  if (answered === 0) begin();
  const answers = await Promise.all([...rest.map(counted), ...changes.map((send) => due.then(send))]);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
}
const sessionsOf = (db: Sql, { id }: Person) => db<{ amr: string[] }[]>`SELECT amr FROM sessions WHERE user_id = ${id}`;

test.beforeEach(async ({ changeSettings }) => {
  test.setTimeout(240_000);
  await changeSettings(WITH_ALL);
});

test("[RC-05] new backup codes while the old ones are used: each signs in once at most, and none after them", async ({
  server,
  startInstance,
  createUser,
  secondFactors,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  let used = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const person = await createUser({ password: null });
    await secondFactors.app(person);
    const old = await secondFactors.backupCodes(person);
    const owners = await Promise.all(
      times(3, (index) => ownerOf(db, urls[index % 2] ?? "", person, ["password", "totp"])),
    );
    // Nine of the codes, each in three browsers.
    const clients = await Promise.all(
      times(27, (index) => insertSignIn(db, urls[index % 2] ?? "", person, "backup-code")),
    );
    await amidst(
      round,
      clients.map((client, index) => () => show(client, "backup-code", old[index % 9])),
      owners.map((owner) => () => change(owner, "makeBackupCodesAction")),
    );

    const signedIn = clients.filter(isIn).length;
    used += signedIn;
    const byCode = (await sessionsOf(db, person)).filter(({ amr }) => amr.includes("backup-code"));
    expect(byCode).toHaveLength(signedIn);
    for (const code of times(9, Number)) {
      expect(clients.filter((client, index) => index % 9 === code && isIn(client)).length).toBeLessThanOrEqual(1);
    }
    // What is done to a person holds their row, so the log has the order in which it was done.
    const events = await db<{ type: string }[]>`
      SELECT type FROM audit_events WHERE actor_id = ${person.id} ORDER BY id`;
    const done = ["sign-in", "backup-codes.renewed"];
    const order = events.map(({ type }) => type).filter((type) => done.includes(type));
    expect(order).toEqual([...Array(signedIn).fill(done[0]), ...Array(owners.length).fill(done[1])]);
    // One set is left, whole; of the old one not even the code that nobody has used.
    const kept = await db`SELECT used_at FROM backup_codes WHERE user_id = ${person.id}`;
    expect(kept).toEqual(Array(10).fill({ used_at: null }));
    const late = await insertSignIn(db, urls[round % 2] ?? "", person, "backup-code");
    expect([(await show(late, "backup-code", old[9])).code, isIn(late)]).toEqual(["backup_code_incorrect", false]);
  }
  // Some were faster than the new codes, and not all.
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThan(ROUNDS * 9);
});

test("[RC-05 SE-06] the second step removed while people sign in: nobody stays in, or comes in, by what began before", async ({
  server,
  startInstance,
  createUser,
  secondFactors,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  let form: RawForm | undefined;
  let faster = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const person = await createUser({ phone: newNumber() });
    const seed = await secondFactors.app(person);
    await secondFactors.number(person, person.phone ?? "");
    // Whoever shows the password is sent a code: one is on its way while its number is removed.
    await db`UPDATE second_factors SET is_default = true WHERE user_id = ${person.id} AND identifier_id IS NOT NULL`;
    const codes = await secondFactors.backupCodes(person);
    const owner = await ownerOf(db, urls[round % 2] ?? "", person, ["password", "totp"]);
    const begin = (count: number, strategy: "password" | "totp" | "backup-code") =>
      Promise.all(times(count, (index) => insertSignIn(db, urls[index % 2] ?? "", person, strategy)));
    const [byPassword, byApp, byCode] = [
      await begin(4, "password"),
      await begin(12, "totp"),
      await begin(12, "backup-code"),
    ];
    form ??= await byPassword[0]?.form("/sign-in/verify", "password");
    const password = person.password ?? "";
    const factors = await db<{ id: string }[]>`SELECT id FROM second_factors WHERE user_id = ${person.id}`;
    await amidst(
      round,
      [
        ...byPassword.map((client) => () => client.submit(form as RawForm, { password })),
        ...byApp.map((client) => () => show(client, "totp", appCode(seed))),
        ...byCode.map((client, index) => () => show(client, "backup-code", codes[index % 10])),
      ],
      factors.map(
        ({ id }) =>
          () =>
            change(owner, "removeFactorAction", { id }),
      ),
    );
    faster += [...byApp, ...byCode].filter(isIn).length;
    expect(await sessionsOf(db, person)).toEqual([{ amr: ["password", "totp"] }]);
    expect(await db`SELECT 1 FROM second_factors WHERE user_id = ${person.id}`).toHaveLength(0);
    expect(await db`SELECT 1 FROM backup_codes WHERE user_id = ${person.id}`).toHaveLength(0);
    const open = await db`
      SELECT 1 FROM attempts JOIN users ON users.id = user_id AND epoch = attempt_epoch
      WHERE user_id = ${person.id} AND completed_at IS NULL`;
    expect(open).toHaveLength(0);
  }
  expect(faster).toBeGreaterThan(0);
});

test("[RC-05 SE-06] a second step set up while people sign in with the password: nobody stays in without it", async ({
  server,
  startInstance,
  createUser,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  let form: RawForm | undefined;
  for (let round = 0; round < ROUNDS; round += 7) {
    const person = await createUser({ phone: newNumber() });
    const owner = await ownerOf(db, urls[0] ?? "", person, ["password"]);
    const clients = await Promise.all(
      times(29, (index) => insertSignIn(db, urls[index % 2] ?? "", person, "password")),
    );
    form ??= await clients[0]?.form("/sign-in/verify", "password");
    const [number] = await db<{ id: string }[]>`SELECT id FROM identifiers WHERE value = ${person.phone ?? ""}`;
    await amidst(
      round,
      clients.map((client) => () => client.submit(form as RawForm, { password: person.password ?? "" })),
      [() => change(owner, "turnOnPhoneAction", { id: number?.id ?? "" })],
    );
    expect(await db`SELECT 1 FROM second_factors WHERE user_id = ${person.id}`).toHaveLength(1);
    expect(await sessionsOf(db, person)).toHaveLength(1);
  }
});
