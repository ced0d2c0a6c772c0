import { newSamlKey, type SamlKey } from "../scripts/identity-provider/saml-key";
import { expect, test } from "./fixtures";
import { connectSaml } from "./support/enterprise";
import { clientOf, isSignedIn } from "./support/instances-steps";
import { insertSession } from "./support/people";
import { callAction } from "./support/raw-actions";
import { goodDocument } from "./support/saml-documents";
import { askProvider, deliver } from "./support/saml-raw";
import { NO_TRACE, tracesOf } from "./support/social-raw";
import { actions } from "./support/walk-build";

const element = ({ certificate }: SamlKey) =>
  `<ds:X509Certificate>${certificate.replace(/-----[A-Z ]+-----|\s/g, "")}</ds:X509Certificate>`;

test("[P29 SA-01] metadata with a chain: a response signed by its authority signs nobody in, the leaf's does; what can't be told is not saved", async ({
  server,
  db,
  social,
  createUser,
}) => {
  const { saml } = social.provider;
  const acme = await connectSaml(db, social.provider);
  const ada = social.person({ email: `ada@${acme.domain}` });
  const root = newSamlKey({ name: "Root", authority: true });
  const leaf = newSamlKey({ name: "Leaf", issuer: root, authority: false });
  const admin = clientOf(server.url);
  admin.cookies.set("session", await insertSession(db, await createUser({ role: "admin" })));
  const id = actions.find(({ name }) => name === "readMetadataAction")?.id ?? "";
  const give = (...keys: SamlKey[]) =>
    callAction(admin, id, `/admin/sso/${acme.id}`, {
      connection: acme.id,
      metadata: saml
        .metadata()
        .replace(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, () => keys.map(element).join("")),
    });

  expect((await give(root, leaf)).status).toBe(200);
  expect(await give(leaf, newSamlKey())).toMatchObject({ status: 422, code: "saml_metadata_key_unclear" });
  const client = clientOf(server.url);
  const answer = saml.answer(await askProvider(client, ada.email), ada);
  for (const stranger of [root, saml.key]) {
    const end = await deliver(clientOf(server.url, client), acme, goodDocument(answer, stranger));
    expect([end.pathname, end.searchParams.get("problem")]).toEqual(["/sso", "sso_refused"]);
    expect(await tracesOf(db, acme.id)).toEqual(NO_TRACE);
  }
  expect((await deliver(client, acme, goodDocument(answer, leaf))).pathname).toBe("/dashboard");
  expect(await isSignedIn(client)).toBe(true);
});
