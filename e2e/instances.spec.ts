import { expect, test } from "./fixtures";
import { clientOf, isSignedIn, post, signInByPassword, startSignInByCode, tally } from "./support/instances-steps";
import { wrongCodes } from "./support/steps";

/* Two servers on one database. Origins differ, so a client is one of either server; cookies hold for both. */

test("[AZ-07] settings saved on one instance hold on the other within 5 seconds", async ({
  server,
  startInstance,
  createUser,
}) => {
  const other = await startInstance();
  const admin = clientOf(server.url);
  await signInByPassword(admin, await createUser({ role: "admin" }));
  const form = await admin.form("/admin/authentication", "open");
  const [here, there] = [clientOf(server.url), clientOf(other.url)];
  const isClosed = async (visitor = there) =>
    (await (await visitor.send("/sign-up")).text()).includes("Sign-up is closed");

  // The other one has just read them, so what it holds is as fresh, and as long-lived, as can be.
  expect(await isClosed()).toBe(false);
  expect((await admin.submit(form, { open: undefined })).status).toBe(200);
  const saved = Date.now();
  expect(await isClosed(here)).toBe(true);
  await expect.poll(() => isClosed(), { intervals: [100], timeout: 5000 }).toBe(true);
  expect(Date.now() - saved).toBeLessThan(5000);
});

test("[SE-05 SE-06] signed out on one instance, by oneself or from another device, is signed out on both", async ({
  server,
  startInstance,
  createUser,
}) => {
  const other = await startInstance();
  const person = await createUser();
  const [laptop, phone] = [clientOf(server.url), clientOf(other.url)];
  await signInByPassword(laptop, person);
  await signInByPassword(phone, person);
  const everywhere = (client = laptop) => [clientOf(server.url, client), clientOf(other.url, client)];
  const signedIn = (clients: (typeof laptop)[]) => Promise.all(clients.map(isSignedIn));
  const [laptops, phones] = [everywhere(laptop), everywhere(phone)];
  expect(await signedIn([...laptops, ...phones])).toEqual([true, true, true, true]);

  // From the phone, on the other instance: the one device that is not this one.
  const { fields } = await phone.form("/profile/security", "id");
  expect((await post(phone, "/profile/security", "id", fields.get("id") ?? "")).status).toBe(200);
  expect(await signedIn([...laptops, ...phones])).toEqual([false, false, true, true]);

  const [signOut] = await phone.forms("/sign-out");
  if (!signOut) throw new Error("no way to sign out");
  expect((await phone.submit(signOut)).status).toBe(303);
  expect(await signedIn(phones)).toEqual([false, false]);
});

test("[AZ-04 SE-06] a ban or a lost role works on the very next request to either instance", async ({
  server,
  startInstance,
  createUser,
  db,
}) => {
  const other = await startInstance();
  const admin = await createUser({ role: "admin" });
  const here = clientOf(server.url);
  await signInByPassword(here, admin);
  const there = clientOf(other.url, here);
  const statuses = (path: string) => Promise.all([here, there].map(async (one) => (await one.send(path)).status));
  expect(await statuses("/admin")).toEqual([200, 200]);
  const opened = await there.form("/admin/authentication", "open");

  await db`UPDATE users SET role = 'user' WHERE id = ${admin.id}`;
  expect(await statuses("/admin")).toEqual([404, 404]);
  // A page that was open before does no more than one opened now.
  expect([403, 404]).toContain((await there.submit(opened, { open: undefined })).status);
  expect(await db`SELECT 1 FROM settings`).toHaveLength(0);
  expect(await statuses("/dashboard")).toEqual([200, 200]);

  await db`UPDATE users SET banned_at = now() WHERE id = ${admin.id}`;
  expect(await Promise.all([here, there].map(isSignedIn))).toEqual([false, false]);
});

test("[EM-06] the tries of a code are counted over both instances", async ({
  server,
  startInstance,
  createUser,
  inbox,
  db,
}) => {
  const other = await startInstance();
  const urls = [server.url, other.url, server.url, other.url, server.url];
  const wrong = async (client: ReturnType<typeof clientOf>, code: string, times: number) => {
    for (const [index, guess] of wrongCodes(code, times).entries()) {
      const one = clientOf(urls[index] ?? "", client);
      expect((await post(one, "/sign-in/verify", "code", guess)).status).toBe(422);
    }
  };

  const lucky = clientOf(server.url);
  const fifth = await startSignInByCode(lucky, inbox, (await createUser()).email);
  await wrong(lucky, fifth, 4);
  expect((await post(clientOf(other.url, lucky), "/sign-in/verify", "code", fifth)).status).toBe(303);

  const late = clientOf(server.url);
  const sixth = await startSignInByCode(late, inbox, (await createUser()).email);
  await wrong(late, sixth, 5);
  for (const url of [server.url, other.url]) {
    expect((await post(clientOf(url, late), "/sign-in/verify", "code", sixth)).status).toBe(429);
  }

  const hasty = clientOf(server.url);
  const person = await createUser();
  const seventh = await startSignInByCode(hasty, inbox, person.email);
  const form = await hasty.form("/sign-in/verify", "code");
  const answers = await Promise.all(
    wrongCodes(seventh, 30).map((code, index) => clientOf(urls[index % 2] ?? "", hasty).submit(form, { code })),
  );
  expect(tally(answers)).toEqual({ 422: 5, 429: 25 });
  const compared = await db`
    SELECT 1 FROM audit_events WHERE subject_id = ${person.id} AND type = 'proof' AND data->>'code' = 'code_incorrect'`;
  expect(compared).toHaveLength(5);
});
