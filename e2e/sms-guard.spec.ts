import { isDeepStrictEqual } from "node:util";
import { expect, expectAccessible, newNumber, test } from "./fixtures";
import { anyAddress, clientOf, tally } from "./support/instances-steps";
import { askForText, germanNumber, nextTextCode, WITH_PHONES } from "./support/phone-steps";
import { RawClient } from "./support/raw-forms";
import { enterCode } from "./support/steps";

/* What text messages may cost, whoever asks and however often. Counted where they arrive: at the text service. */

const ASK_FIRST = { ...WITH_PHONES, signIn: { preferred: "code" as const } };

test("[B07 SM-03] neighbouring numbers are one: twenty of them, from browsers all over, get ten messages", async ({
  server,
  phone,
  newBrowser,
  changeSettings,
}) => {
  await changeSettings(ASK_FIRST);
  const prefix = newNumber().slice(0, -2);
  const neighbours = Array.from({ length: 20 }, (_, last) => prefix + String(last).padStart(2, "0"));
  const form = await clientOf(server.url).form("/sign-in", "identifier");
  const statuses: number[] = [];
  for (const identifier of neighbours) {
    const browser = new RawClient(server.url, anyAddress());
    statuses.push((await browser.submit(form, { identifier })).status);
  }
  expect(statuses).toEqual([...Array(10).fill(303), ...Array(10).fill(429)]);
  expect(await phone.texts()).toHaveLength(10);

  const page = await newBrowser({ clientAddress: anyAddress() });
  await page.goto("/sign-in");
  await page.getByLabel("phone number").fill(`${prefix}55`);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("That was too often.")).toBeVisible();
  await expect(page.getByRole("timer")).toContainText("Try again in");
  await expectAccessible(page);
});

test("[B07 SM-03 RL-02] of 60 at once on two instances exactly the cap leaves: for a country, for a day, for a number", async ({
  server,
  phone,
  db,
  startInstance,
  changeSettings,
}) => {
  const sms = { perCountryDaily: 7, perDay: 12 };
  await changeSettings({ ...ASK_FIRST, sms, smsCountries: { enabled: ["DE", "US"] } });
  const urls = [server.url, (await startInstance()).url];
  const form = await clientOf(server.url).form("/sign-in", "identifier");
  const allAtOnce = async (number: () => string) => {
    const before = (await phone.texts()).length;
    const clients = Array.from({ length: 60 }, (_, index) => clientOf(urls[index % 2] ?? ""));
    const answers = await Promise.all(clients.map((client) => client.submit(form, { identifier: number() })));
    return { ...tally(answers), texts: (await phone.texts()).length - before };
  };
  await db`DELETE FROM rate_limits`;
  expect(await allAtOnce(newNumber)).toEqual({ 303: 7, 429: 53, texts: 7 });
  expect(await allAtOnce(germanNumber)).toEqual({ 303: 5, 429: 55, texts: 5 });
  const alarms =
    await db`SELECT data FROM audit_events WHERE type = 'sms.ceiling' AND at > now() - interval '1 minute'`;
  for (const alarm of [{ country: "US", ceiling: 7 }, { ceiling: 12 }]) {
    expect(alarms.filter(({ data }) => isDeepStrictEqual(data, alarm))).toHaveLength(1);
  }

  await db`DELETE FROM rate_limits`;
  const one = newNumber();
  expect(await allAtOnce(() => one)).toEqual({ 303: 1, 429: 59, texts: 1 });
});

test("[B07 SM-03] a country whose codes nobody enters stops, people are told, and an admin lets it go on", async ({
  page,
  phone,
  db,
  newBrowser,
  createUser,
  signIn,
  travel,
  changeSettings,
}) => {
  await changeSettings({ ...WITH_PHONES, sms: { unverifiedSample: 10 } });
  const number = newNumber();
  await createUser({ phone: number });
  await askForText(page, number);
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/dashboard");
  // Twelve that nobody enters, from all over.
  for (let count = 0; count < 12; count++) {
    const stranger = new RawClient(new URL(page.url()).origin, anyAddress());
    await stranger.submit(await stranger.form("/sign-in", "identifier"), { identifier: newNumber() });
    const choice = await stranger.form("/sign-in/verify", "strategy");
    expect((await stranger.submit(choice, { strategy: "phone-code" })).status).toBe(303);
  }
  const sent = (await phone.texts()).length;
  expect(sent).toBe(13);

  await travel(11);
  const visitor = await newBrowser({ clientAddress: anyAddress() });
  for (const asked of [number, newNumber()]) {
    await askForText(visitor, asked);
    await expect(visitor.getByText("Text messages to this country are stopped for now: United States.")).toBeVisible();
  }
  await expectAccessible(visitor);
  expect(await phone.texts()).toHaveLength(sent);

  const admin = await newBrowser();
  await signIn(admin, await createUser({ role: "admin" }));
  await admin.goto("/admin/sms");
  const meter = admin.getByRole("region", { name: "Last 24 hours" });
  await expect(meter.getByText("13 of 1,000 messages")).toBeVisible();
  await expect(meter.getByText("13 sent · 1 of 13 codes entered (8%)")).toBeVisible();
  await expect(meter.getByText("Stopped")).toBeVisible();
  await expectAccessible(admin);
  const events = await db`
    SELECT data FROM audit_events WHERE type = 'sms.stopped' AND at > now() - interval '1 minute'`;
  expect(events.map(({ data }) => data)).toEqual([{ country: "US", sent: 13, unverified: 12, percent: 80 }]);

  await meter.getByRole("button", { name: "Resume United States" }).click();
  await expect(meter.getByText("Stopped")).toHaveCount(0);
  await visitor.getByRole("button", { name: "Text me a code" }).click();
  await expect(visitor.getByText("We sent a 6-digit code to")).toBeVisible();
  expect(await phone.texts()).toHaveLength(sent + 1);
  expect(await db`SELECT 1 FROM audit_events WHERE type = 'sms.resumed'`).not.toHaveLength(0);
});
