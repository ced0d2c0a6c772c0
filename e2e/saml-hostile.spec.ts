import { encoded } from "../scripts/identity-provider/saml-response";
import { expect, test } from "./fixtures";
import { connectSaml } from "./support/enterprise";
import { anyAddress, clientOf, isSignedIn, pathOfLink } from "./support/instances-steps";
import { goodDocument, hostileDocuments } from "./support/saml-documents";
import { askProvider, deliver } from "./support/saml-raw";
import { expectStopped, NO_TRACE, tracesOf } from "./support/social-raw";

/* SAML responses as HTTP, posted by whoever likes to. */

const FORM = "application/x-www-form-urlencoded";

test("[P30 SA-01 SA-02 SA-03 SA-05 SA-06 SA-08] no wrapped, stripped, altered, expired or re-signed response opens a session; the good one does", async ({
  server,
  db,
  social,
  createUser,
}) => {
  const { saml } = social.provider;
  const acme = await connectSaml(db, social.provider);
  const admin = await createUser({ role: "admin", email: `admin@${acme.domain}` });
  const ada = social.person({ email: `ada@${acme.domain}` });
  const client = clientOf(server.url);
  const request = await askProvider(client, ada.email);
  const answer = saml.answer(request, ada);
  const documents = hostileDocuments(answer, saml.key, admin);
  expect(documents.length).toBeGreaterThanOrEqual(12);
  for (const [what, xml] of documents) {
    // A copy of the browser each time: its journey stays open, and could end with a session.
    const copy = clientOf(server.url, client);
    const end = await deliver(copy, acme, xml);
    expect([what, end.pathname, end.searchParams.get("problem")]).toEqual([what, "/sso", "sso_refused"]);
    expect([what, copy.cookies.has("session")]).toEqual([what, false]);
    expect([what, await tracesOf(db, acme.id)]).toEqual([what, NO_TRACE]);
  }
  expect(await db`SELECT 1 FROM saml_assertions WHERE connection_id = ${acme.id}`).toHaveLength(0);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${admin.id}`).toHaveLength(0);

  const good = goodDocument(answer, saml.key);
  expect((await deliver(client, acme, good)).pathname).toBe("/dashboard");
  expect(await isSignedIn(client)).toBe(true);

  // The same again: in a new journey of the same browser, and where there is none.
  const again = clientOf(server.url);
  await askProvider(again, ada.email);
  for (const browser of [again, clientOf(server.url)]) {
    expect((await deliver(browser, acme, good)).pathname).toBe("/sso");
    expect(browser.cookies.has("session")).toBe(false);
  }
  expect(await tracesOf(db, acme.id)).toMatchObject({ links: 1, sessions: 1 });
});

test("[SA-07] what is no form, too large, or dangerous to parse is refused at once", async ({ server, db, social }) => {
  const { saml } = social.provider;
  const acme = await connectSaml(db, social.provider);
  const ada = social.person({ email: `ada@${acme.domain}` });
  const client = clientOf(server.url);
  const good = goodDocument(saml.answer(await askProvider(client, ada.email), ada), saml.key);
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
  const padded = (kilobytes: number) =>
    encoded(good.replace("<samlp:Status>", (b) => " ".repeat(kilobytes * 1024) + b));
  const send = (body: BodyInit, type?: string) =>
    fetch(`${server.url}/api/auth/saml/${acme.id}/acs`, {
      method: "POST",
      redirect: "manual",
      headers: { "x-forwarded-for": anyAddress(), ...(type && { "content-type": type }) },
      body,
    });
  const form = (document: string) => new URLSearchParams({ SAMLResponse: document });
  const refusals: [what: string, answer: () => Promise<Response>, status: number][] = [
    ["300 KB", () => send(form(padded(300))), 413],
    ["a little over 256 KB", () => send(form(padded(257))), 303],
    ["a billion laughs", () => send(form(encoded(`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><x>&l9;</x>`))), 303],
    ["a document type", () => send(form(encoded(`<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x">${good}`))), 303],
    ["ten thousand levels", () => send(form(encoded("<x>".repeat(10_000) + "</x>".repeat(10_000)))), 303],
    ["no base64", () => send(form("%%%")), 303],
    ["two responses", () => send(`SAMLResponse=${encodeURIComponent(encoded(good))}&SAMLResponse=x`, FORM), 303],
    ["nothing", () => send("", FORM), 400],
    ["JSON", () => send(JSON.stringify({ SAMLResponse: encoded(good) }), "application/json"), 400],
  ];
  for (const [what, answer, status] of refusals) {
    const begun = performance.now();
    const { status: seen, headers } = await answer();
    expect([what, seen]).toEqual([what, status]);
    // The requirement says 200 ms; this machine may be busy with other tests.
    expect([what, performance.now() - begun < 2000]).toEqual([what, true]);
    if (status === 303)
      await expectStopped(
        clientOf(server.url, client),
        pathOfLink(headers.get("location") ?? ""),
        /^sso_refused$/,
        what,
      );
  }
  expect(await tracesOf(db, acme.id)).toEqual(NO_TRACE);
  expect((await deliver(client, acme, good)).pathname).toBe("/dashboard");
});
