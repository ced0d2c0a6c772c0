import { newSamlKey } from "../scripts/identity-provider/saml-key";
import { expect, test } from "./fixtures";
import { connectSaml } from "./support/enterprise";
import { clientOf } from "./support/instances-steps";
import { goodDocument } from "./support/saml-documents";
import { askProvider, deliver } from "./support/saml-raw";
import { NO_TRACE, tracesOf } from "./support/social-raw";

/* Two organisations, one of which would like to be the other. */

test("[P30 P31 SA-01 SA-09] two organisations can't speak for each other's people, nor in each other's name", async ({
  server,
  db,
  social,
  createUser,
}) => {
  const { saml } = social.provider;
  const theirKey = newSamlKey();
  const acme = await connectSaml(db, social.provider);
  const evil = await connectSaml(db, social.provider, {}, [theirKey.certificate]);
  const ada = social.person({ email: `ada@${acme.domain}` });
  const mallory = social.person({ email: `mallory@${evil.domain}` });
  const admin = await createUser({ role: "admin" });

  // Ada is known, so that there is an account to be had.
  const own = clientOf(server.url);
  const good = goodDocument(saml.answer(await askProvider(own, ada.email), ada), saml.key);
  expect((await deliver(own, acme, good)).pathname).toBe("/dashboard");

  const attempts: [what: string, from: typeof acme, problem: string, document: (asked: Asked) => string][] = [
    [
      "Ada's address and name, by the other's provider",
      evil,
      "sso_foreign_address",
      (asked) => by(theirKey, asked, ada),
    ],
    [
      "Ada's address in the name of Mallory",
      evil,
      "sso_foreign_address",
      (asked) => by(theirKey, asked, { ...mallory, email: ada.email }),
    ],
    [
      "an admin's address",
      evil,
      "sso_foreign_address",
      (asked) => by(theirKey, asked, { ...mallory, email: admin.email }),
    ],
    [
      "an address below the domain",
      evil,
      "sso_foreign_address",
      (asked) => by(theirKey, asked, { ...mallory, email: `m@sub.${evil.domain}` }),
    ],
    [
      "an address that ends alike",
      evil,
      "sso_foreign_address",
      (asked) => by(theirKey, asked, { ...mallory, email: `m@not${evil.domain}` }),
    ],
    ["no address", evil, "sso_no_address", (asked) => by(theirKey, asked, { ...mallory, email: "" })],
    ["the other's certificate at Ada's own connection", acme, "sso_refused", (asked) => by(theirKey, asked, ada)],
  ];
  for (const [what, from, problem, document] of attempts) {
    const client = clientOf(server.url);
    const asked = await askProvider(client, from === evil ? mallory.email : ada.email);
    const end = await deliver(client, from, document(asked));
    expect([what, end.pathname, end.searchParams.get("problem")]).toEqual([what, "/sso", problem]);
    expect([what, client.cookies.has("session")]).toEqual([what, false]);
  }
  // What answers a request of one connection, at the other one, in a browser that has left for that one.
  const client = clientOf(server.url);
  const asked = await askProvider(client, ada.email);
  const end = await deliver(client, evil, by(saml.key, asked, ada));
  expect([end.pathname, end.searchParams.get("problem")]).toEqual(["/sso", "sso_refused"]);

  expect(await tracesOf(db, evil.id)).toEqual(NO_TRACE);
  expect(await tracesOf(db, acme.id)).toMatchObject({ links: 1, sessions: 1 });
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${admin.id}`).toHaveLength(0);

  type Asked = Awaited<ReturnType<typeof askProvider>>;
  function by(key: typeof theirKey, request: Asked, person: typeof ada): string {
    return goodDocument(saml.answer(request, person), key);
  }
});
