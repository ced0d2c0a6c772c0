import { readFileSync } from "node:fs";
import { expect, linkIn, newAddress, test } from "./fixtures";
import { clientOf, isSignedIn, pathOfLink, post, startSignInByLink, tally } from "./support/instances-steps";
import { postOverSocket } from "./support/logs-raw-request";
import type { RawClient } from "./support/raw-forms";
import { askForLink } from "./support/steps";

/* What scanners, strangers and impatient clients do with a link. */

/** Presses the button on a link's page. */
const press = async (client: RawClient, path: string) => client.submit(await client.form(path, "token"));

test("[B03 EM-05 WF-01] looking at a link spends nothing, a post from elsewhere is refused, and then it still works", async ({
  server,
  inbox,
  createUser,
  changeSettings,
  db,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const person = await createUser({ password: null });
  const asking = clientOf(server.url);
  const link = pathOfLink(await startSignInByLink(asking, inbox, person.email));
  const scanner = clientOf(server.url);
  const kinds: Record<string, string>[] = [{}, { purpose: "prefetch" }, { rsc: "1", "next-router-prefetch": "1" }];
  for (const method of ["GET", "HEAD"]) {
    for (const headers of kinds) {
      for (let index = 0; index < 10; index++) {
        expect((await scanner.send(link, { method, headers })).status).toBeLessThan(400);
      }
    }
  }
  expect(scanner.cookies.size).toBe(0);

  const form = await asking.form(link, "token");
  for (const origin of ["", "null", "https://evil.test", "http://localhost:1"]) {
    const body = new FormData();
    for (const [name, value] of [...form.hidden, ...form.fields]) body.append(name, value);
    const answer = await asking.send(link, { method: "POST", body, headers: origin ? { origin } : {} });
    expect([origin, answer.status]).toEqual([origin, 403]);
  }
  expect((await asking.submit(form, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(0);

  expect((await asking.submit(form)).status).toBe(303);
  expect(await isSignedIn(asking)).toBe(true);
});

test("[EM-03] a link finishes the journey it was asked for in, and no other of the same browser", async ({
  server,
  inbox,
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  // Not the same browser: what is opened elsewhere is finished by a form that names its journey, as a liar would.
  await changeSettings({ email: { linkSignIn: true, verifyBy: "link", sameBrowser: false } });
  const journeys = [
    ["sign-in", "/dashboard"],
    ["sign-up", "/sign-up/continue"],
    ["add-identifier", "/profile"],
  ] as const;
  for (const [opened, next] of journeys) {
    const [person, newcomer, another] = [await createUser({ password: null }), newAddress(), newAddress()];
    const client = clientOf(server.url);
    const signInLink = await startSignInByLink(client, inbox, person.email);
    await post(client, "/sign-up", "email", newcomer);
    client.cookies.set("session", await signIn(page, await createUser()));
    await post(client, "/profile", "email", another);
    const links = {
      "sign-in": signInLink,
      "sign-up": linkIn(await inbox.waitForMail(newcomer)),
      "add-identifier": linkIn(await inbox.waitForMail(another)),
    };
    const form = await client.form("/sign-in/verify", "flow");
    expect((await press(clientOf(server.url), pathOfLink(links[opened]))).status).toBe(303);
    for (const [flow] of journeys.filter(([flow]) => flow !== opened)) {
      expect([opened, flow, (await client.submit(form, { flow })).status]).toEqual([opened, flow, 409]);
    }
    const answer = await client.submit(form, { flow: opened });
    expect([opened, answer.status, answer.headers.get("location")]).toEqual([opened, 303, next]);
  }
});

test("[EM-10 EM-11] a link has our address whatever the request says, and its token shows up nowhere else", async ({
  server,
  page,
  inbox,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const { email } = await createUser({ password: null });
  const evil = { Host: "evil.test", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https" };

  await test.step("a mail asked for under another host", async () => {
    const client = clientOf(server.url);
    await post(client, "/sign-in", "identifier", email);
    const methods = await client.form("/sign-in/verify", "strategy");
    expect(await postOverSocket(client, methods, { strategy: "email-link" }, evil)).toBe(303);
    const mail = await inbox.waitForMail(email);
    expect(linkIn(mail)).toMatch(new RegExp(`^${server.url}/email-link\\?token=[\\w-]{43}$`));
    expect(mail.html + mail.text).not.toContain("evil.test");
  });

  await test.step("the page that a link opens", async () => {
    const link = await askForLink(page, inbox, email);
    const token = new URL(link).searchParams.get("token") ?? "";
    const referers: string[] = [];
    page.on("request", (request) => referers.push(request.headers().referer ?? ""));
    const headers = (await page.goto(link))?.headers();
    expect(headers?.["referrer-policy"]).toBe("no-referrer");
    expect(headers?.["cache-control"]).toContain("no-store");
    await expect(page).toHaveURL("/email-link");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Continue" }).click();
    await expect(page).toHaveURL("/dashboard");
    expect(referers.length).toBeGreaterThan(10);
    expect(referers.filter((referer) => referer.includes(token))).toEqual([]);
    for (const file of [server.stdout, server.stderr]) expect(readFileSync(file, "utf8")).not.toContain(token);
  });
});

test("[RC-01] of twenty posts of one link at once, over two instances, one makes a session", async ({
  server,
  startInstance,
  inbox,
  createUser,
  changeSettings,
  db,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const urls = [server.url, (await startInstance()).url];
  const person = await createUser({ password: null });
  const asking = clientOf(server.url);
  const link = pathOfLink(await startSignInByLink(asking, inbox, person.email));
  const form = await asking.form(link, "token");
  const copies = Array.from({ length: 20 }, (_, index) => clientOf(urls[index % 2] ?? "", asking));
  const answers = await Promise.all(copies.map((copy) => copy.submit(form)));
  expect(tally(answers)).toEqual({ 303: 1, 410: 19 });
  expect(copies.filter(({ cookies }) => cookies.has("session"))).toHaveLength(1);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(1);
});
