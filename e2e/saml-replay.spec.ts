import { encoded } from "../scripts/identity-provider/saml-response";
import { expect, test } from "./fixtures";
import { connectSaml } from "./support/enterprise";
import { clientOf, pathOfLink } from "./support/instances-steps";
import { goodDocument } from "./support/saml-documents";
import { askProvider, deliver, postToAcs } from "./support/saml-raw";
import { link } from "./support/social";
import { expectStopped, follow, tracesOf } from "./support/social-raw";

/* A good SAML response signs in once, and only the browser that asked for it. */

test("[P30 SA-04 RC-01] twenty posts of one good response over two instances give one session, and none after a restart", async ({
  server,
  db,
  social,
  createUser,
  startInstance,
}) => {
  const { saml } = social.provider;
  // As behind a load balancer: both are one address to people and providers.
  const shared = { APP_URL: server.url, LOOPBACK_PROVIDERS: "true" };
  const second = await startInstance(shared);
  const asked = await connectSaml(db, social.provider);
  // Here no journey is spent: what is used up is the assertion alone.
  const unasked = await connectSaml(db, social.provider, { idp_initiated: true });
  const documents = new Map<typeof asked, string>();
  for (const enterprise of [asked, unasked]) {
    const person = social.person({ email: `ada@${enterprise.domain}` });
    // Known already: of many who would become the same account, one does anyway.
    await link(db, await createUser({ email: person.email }), person, enterprise.id);
    const client = clientOf(server.url);
    const { issuer, acsUrl, id } = await askProvider(client, person.email);
    const answer = saml.answer({ issuer, acsUrl, id: enterprise === unasked ? null : id }, person);
    const document = goodDocument(answer, saml.key);
    documents.set(enterprise, document);
    if (enterprise === unasked) client.cookies.clear();
    const ends = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const instance = index % 2 === 0 ? server.url : second.url;
        return deliver(clientOf(instance, client), enterprise, document);
      }),
    );
    expect(ends.filter(({ pathname }) => pathname === "/dashboard")).toHaveLength(1);
    expect(ends.filter(({ pathname }) => pathname === "/sso")).toHaveLength(19);
    expect(await tracesOf(db, enterprise.id)).toMatchObject({ links: 1, sessions: 1 });
    expect(await db`SELECT 1 FROM saml_assertions WHERE connection_id = ${enterprise.id}`).toHaveLength(1);
  }

  await second.stop();
  const third = await startInstance(shared);
  for (const [enterprise, document] of documents) {
    const client = clientOf(third.url);
    expect((await deliver(client, enterprise, document)).pathname).toBe("/sso");
    expect(client.cookies.has("session")).toBe(false);
    expect(await tracesOf(db, enterprise.id)).toMatchObject({ links: 1, sessions: 1 });
  }
});

test("[SA-05 SA-13] the address for responses takes posts only and signs nobody in by itself; only the browser that asked goes on", async ({
  server,
  db,
  social,
}) => {
  const { saml } = social.provider;
  const acme = await connectSaml(db, social.provider);
  const ada = social.person({ email: `ada@${acme.domain}` });
  const client = clientOf(server.url);
  const request = await askProvider(client, ada.email);
  const document = encoded(goodDocument(saml.answer(request, ada), saml.key));
  const acs = `/api/auth/saml/${acme.id}/acs`;

  for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
    const answer = await client.send(`${acs}?SAMLResponse=${encodeURIComponent(document)}`, {
      method,
      headers: { origin: server.url },
    });
    expect([method, answer.status, answer.headers.get("location")]).toEqual([method, 405, null]);
  }
  const posted = await postToAcs(server.url, acme, document);
  const path = pathOfLink(posted.headers.get("location") ?? "");
  expect([posted.status, posted.headers.getSetCookie(), path.split("?")[0]]).toEqual([
    303,
    [],
    `/api/auth/saml/${acme.id}/finish`,
  ]);
  await expectStopped(clientOf(server.url), path, /^attempt_missing$/, "a browser that never asked");
  // That has spent the ticket, though not the response: who asked still gets in, once.
  await expectStopped(clientOf(server.url, client), path, /^attempt_missing$/, "a ticket for the second time");
  const stranger = clientOf(server.url);
  await askProvider(stranger, ada.email);
  const next = await postToAcs(server.url, acme, document);
  const theirs = pathOfLink(next.headers.get("location") ?? "");
  await expectStopped(stranger, theirs, /^sso_refused$/, "a browser that asked something else");
  const last = await postToAcs(server.url, acme, document);
  expect((await follow(client, pathOfLink(last.headers.get("location") ?? ""))).pathname).toBe("/dashboard");
});
