import type { Page } from "@playwright/test";
import { newAddress, test } from "./fixtures";
import { seal } from "./support/seal";
import { continueWith, link, PROVIDER } from "./support/social";
import { createEnterprise } from "./support/social-enterprise";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Signing in by an account elsewhere: every state to look at, in both sizes and themes (`npm run screenshots`). */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(120_000);

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });
      const visit = async (page: Page, path: string, state: string) => {
        await page.goto(path);
        await shoot(page, state);
      };

      test("buttons, and answers that lead nowhere", async ({
        page,
        context,
        server,
        social,
        createUser,
        changeSettings,
      }) => {
        await changeSettings({ passkey: { enabled: true } });
        await social.connect();
        await visit(page, "/sign-in", "social.one");
        await context.addCookies([{ name: "last-connection", value: "local", url: server.url }]);
        await visit(page, "/sign-in", "social.last-used");
        await visit(page, "/sign-up", "social.sign-up");
        for (const problem of ["sso_cancelled", "sso_provider_down", "sso_required", "sso_no_account", "nonsense"]) {
          await visit(page, `/sso?problem=${problem}&connection=local`, `sso.${problem}`);
        }
        await changeSettings({ protection: { enumeration: "bulk" } });
        await social.connect({ trustsEmail: false });
        const user = await createUser();
        await page.goto("/sign-in");
        await continueWith(page, social.person({ email: user.email }));
        await page.waitForURL((url) => url.pathname === "/sso");
        await shoot(page, "sso.account-exists");
        const on = (id: string) => [
          id,
          { enabled: true, clientId: "client", clientSecret: seal(server.secret, "secret", `social:${id}`) },
        ];
        const ten = "google apple microsoft-entra-id github facebook linkedin discord gitlab slack twitter".split(" ");
        await changeSettings({ social: { connections: Object.fromEntries(ten.map(on)) } });
        await visit(page, "/sign-in", "social.many");
        await context.addCookies([{ name: "last-connection", value: "gitlab", url: server.url }]);
        await visit(page, "/sign-in", "social.many-last-used");
        await changeSettings({
          email: { signIn: false, codeSignIn: false },
          password: { enabled: false },
          passkey: { enabled: false },
        });
        await visit(page, "/sign-in", "social.alone");
        await visit(page, "/sign-up", "social.alone-sign-up");
      });

      test("connected accounts", async ({ page, db, server, social, createUser, signIn, newBrowser }) => {
        await social.connect();
        const user = await createUser();
        await signIn(page, user);
        await visit(page, "/profile/security", "connections.none");
        await link(db, user, { id: newAddress(), email: "ida.with.a.long.name@a-long-domain-of-hers.example" });
        const domain = `${newAddress().split("@")[0]}.test`;
        const name = "Acme Holdings International";
        const id = await createEnterprise(db, server.secret, { domain, issuer: social.provider.origin, name });
        await link(db, user, { id: "ida", email: `ida@${domain}` }, id);
        await page.reload();
        await page.getByText("Disconnect", { exact: true }).click();
        await shoot(page, "connections.some");
        const other = await newBrowser();
        await other.setViewportSize(viewport);
        const alone = await createUser({ password: null });
        await link(db, alone, { id: newAddress(), email: "ida@example.test" });
        await db`DELETE FROM identifiers WHERE user_id = ${alone.id}`;
        await signIn(other, alone, { at: new Date(Date.now() - 3_600_000) });
        await visit(other, "/step-up", `step-up.${PROVIDER.split(" ")[0]?.toLowerCase()}`);
      });
    });
  }
}
