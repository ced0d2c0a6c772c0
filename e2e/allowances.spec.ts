import { codeIn, expect, test } from "./fixtures";
import {
  anyAddress,
  clientOf,
  isSignedIn,
  post,
  signInByPassword,
  startSignIn,
  tally,
} from "./support/instances-steps";
import { RawClient } from "./support/raw-forms";

/* What strangers use up, and what is left to the owner: over HTTP, on two instances. */

const DOORS = [
  ["/sign-in", "identifier"],
  ["/reset-password", "identifier"],
  ["/sign-up", "email"],
] as const;

test("[B31 RL-04 EM-07] strangers who ask at every door leave their owner a code, on a browser the account knows and on a new one", async ({
  server,
  inbox,
  createUser,
  startInstance,
  changeSettings,
}) => {
  const person = await createUser();
  const known = clientOf(server.url);
  await signInByPassword(known, person);
  await changeSettings({ signIn: { preferred: "code" } });
  const urls = [server.url, (await startInstance()).url];
  const forms = await Promise.all(
    DOORS.map(async ([path, field]) => [await clientOf(server.url).form(path, field), field] as const),
  );
  /** Asks at every door at once, so many times, from one network. */
  const strangerAsks = (address: string, rounds: number) =>
    Promise.all(
      Array.from({ length: rounds }, (_, round) =>
        forms.map(([form, field]) =>
          new RawClient(urls[round % 2] ?? "", address).submit(form, { [field]: person.email }),
        ),
      ).flat(),
    );
  /** Notices of sign-ins have an allowance of their own. */
  const asked = async () => (await inbox.mails(person.email)).filter(({ subject }) => !/^New sign-in/.test(subject));
  const mails = async () => (await asked()).length;
  /** Begins a sign-in, and ends it by the code that comes. */
  const comesIn = async (client: RawClient) => {
    client.cookies.delete("session");
    const after = (await asked()).at(-1);
    await startSignIn(client, person.email);
    const mail = await inbox.waitForMail(person.email, { about: /^\d{6} /, after });
    expect((await post(client, "/sign-in/verify", "code", codeIn(mail))).status).toBe(303);
    expect(await isSignedIn(client)).toBe(true);
  };

  const before = await mails();
  expect(tally(await strangerAsks(anyAddress(), 6))).toEqual({ 303: 5, 429: 13 });
  expect(await mails()).toBe(before + 5);
  await comesIn(clientOf(server.url));
  await comesIn(known);

  // From ten networks there is nothing left for who is new: they are told when. What is kept is the owner's all the same.
  for (let network = 0; network < 10; network++) await strangerAsks(anyAddress(), 1);
  const newcomer = clientOf(server.url);
  const refused = await post(newcomer, "/sign-in", "identifier", person.email);
  expect(refused.status).toBe(429);
  const page = await refused.text();
  expect(page).toContain("Try again in");
  // They need not wait for the other ways in.
  expect(page).toContain('href="/sign-in/verify"');
  const others = (await newcomer.forms("/sign-in/verify")).find(
    ({ fields }) => fields.has("strategy") && !fields.has("code"),
  );
  if (!others) throw new Error("no other way in");
  expect((await newcomer.submit(others, { strategy: "password" })).status).toBe(303);
  expect((await post(newcomer, "/sign-in/verify", "password", person.password ?? "")).status).toBe(303);
  expect(await isSignedIn(newcomer)).toBe(true);
  await comesIn(known);
  known.cookies.delete("session");
  for (let count = 0; count < 3; count++) await startSignIn(known, person.email);
  expect(await mails()).toBe(before + 20);
  expect((await post(known, "/sign-in", "identifier", person.email)).status).toBe(429);
});

test("[B31 RL-04] more than sixty colleagues behind one address begin at once, and sign in", async ({
  server,
  createUser,
}) => {
  const office = anyAddress();
  const form = await new RawClient(server.url, office).form("/sign-in", "identifier");
  const begin = () =>
    new RawClient(server.url, office).submit(form, { identifier: `${crypto.randomUUID()}@example.test` });
  expect(tally(await Promise.all(Array.from({ length: 70 }, begin)))).toEqual({ 303: 70 });
  const last = new RawClient(server.url, office);
  await signInByPassword(last, await createUser());
  expect(await isSignedIn(last)).toBe(true);
});
