import type { Page } from "@playwright/test";
import { newSamlKey } from "../scripts/identity-provider/saml-key";
import { samlResponse } from "../scripts/identity-provider/saml-response";
import { test } from "./fixtures";
import { insertConnection } from "./support/connections";
import { addDomain, card, createConnection, newDomain, readMetadata, testSignIn } from "./support/sso-steps";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Enterprise connections in /admin, in both sizes and themes: `npm run screenshots`, then open test-results/screenshots. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`sso ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(120_000);

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });

      test("the list and a connection", async ({ page, createUser, signIn, social, db }) => {
        await db`DELETE FROM organisations`;
        const { saml } = social.provider;
        const domain = newDomain();
        const ada = social.person({ email: `ada@${domain}` });
        await signIn(page, await createUser({ role: "admin" }));
        await page.goto("/admin/sso");
        await shoot(page, "sso.empty");
        await page.goto("/admin/sso/new");
        await shoot(page, "sso.new");
        const id = await createConnection(page, "Rockets & Balloons International Holding Company", "SAML 2.0");
        await shoot(page, "sso.connection.new");
        await readMetadata(page, "https://169.254.169.254/");
        await page.getByText("it is not a public address").waitFor();
        await shoot(page, "sso.connection.metadata-refused");
        await readMetadata(page, saml.entityId);
        await page.getByText("Saved. Run a test").waitFor();
        await addDomain(page, domain);
        await page.getByRole("button", { name: `Remove ${domain}` }).waitFor();
        saml.respond((request, person) => samlResponse(saml.answer(request, person), newSamlKey()));
        await testSignIn(page, ada);
        await shoot(page, "sso.connection.test-failed");
        saml.respond(undefined);
        await testSignIn(page, ada);
        await shoot(page, "sso.connection.test-passed");
        await card(page, "Activate").getByRole("button", { name: "Activate" }).click();
        await page.getByText("Active", { exact: true }).waitFor();
        const soon = newSamlKey({ until: new Date(Date.now() + 5 * 86_400_000) }).certificate;
        await db`UPDATE enterprise_connections SET saml = jsonb_set(saml, '{certificates}', ${db.json([soon, newSamlKey({ until: new Date(0) }).certificate])}), tested_at = NULL WHERE id = ${id}`;
        await page.goto(`/admin/sso/${id}`);
        await shoot(page, "sso.connection.active");
        await page.goto(`/admin/sso/${await insertConnection(db, { organisation: "OpenID people" })}`);
        await shoot(page, "sso.connection.openid");
        await page.goto("/admin/sso");
        await shoot(page, "sso.list");
      });
    });
  }
}
