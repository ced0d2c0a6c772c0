import { expect, type Locator, type Page } from "@playwright/test";
import { appCode } from "./authenticator";
import { codeIn, type Inbox } from "./inbox";
import { createButton, PASSKEYS, passkeyButton, passkeyRows } from "./passkey-steps";
import { type NewPerson, newAddress, newPassword, type Person } from "./people";
import { passFirstStep } from "./second-factor-steps";
import type { SecondFactors } from "./second-factors";
import type { SettingsChange } from "./settings";
import { enterCode, startSignIn } from "./steps";
import { addVirtualAuthenticator } from "./virtual-authenticator";
import { addWallet, WALLETS, walletButton } from "./wallets";

/** What a form needs to be reached. */
export interface Stage {
  page: Page;
  inbox: Inbox;
  secondFactors: SecondFactors;
  createUser(person?: NewPerson): Promise<Person>;
  signIn(page: Page, person: Person, proof?: { at?: Date }): Promise<string>;
  travel(minutes: number): Promise<void>;
}

/** A form that is ready to be filled in and sent. */
export interface OpenForm {
  /** What is typed, secrets too. A code of six digits is sent by its last one. */
  typed?: [field: Locator, value: string][];
  button: Locator;
  /** Asserts that it went through. */
  through(): Promise<void>;
}

interface FormCase {
  settings?: SettingsChange;
  open(stage: Stage): Promise<OpenForm>;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
/** Beside its name such a button says what happens then. */
const method = (page: Page, name: string) => page.getByRole("button", { name });
const password = (page: Page, label = "Password") => page.getByLabel(label, { exact: true });
const leadsTo = (page: Page, url: string | RegExp) => () => expect(page).toHaveURL(url);
const says = (page: Page, words: string) => () => expect(page.getByText(words)).toBeVisible();

async function proveAddress({ page, inbox }: Stage, path: string, email: string, submit: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email address").fill(email);
  await button(page, submit).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
}

/** Every kind of form there is: of one field and of many, secret and not, without fields, in a dialog, with a device. */
export const FORMS: Record<string, FormCase> = {
  identifier: {
    async open({ page, createUser }) {
      const { email } = await createUser();
      await page.goto("/sign-in");
      return {
        typed: [[page.getByLabel("Email address"), email]],
        button: button(page, "Continue"),
        through: leadsTo(page, "/sign-in/verify"),
      };
    },
  },
  password: {
    async open({ page, createUser }) {
      const person = await createUser();
      await startSignIn(page, person.email);
      return {
        typed: [[password(page), person.password ?? ""]],
        button: button(page, "Sign in"),
        through: leadsTo(page, "/dashboard"),
      };
    },
  },
  "another method": {
    async open({ page, createUser }) {
      await startSignIn(page, (await createUser()).email);
      return {
        button: method(page, "Email me a code"),
        through: () => expect(page.getByLabel("6-digit code")).toBeVisible(),
      };
    },
  },
  "a new code": {
    async open({ page, inbox, createUser, travel }) {
      const { email } = await createUser();
      await startSignIn(page, email);
      await method(page, "Email me a code").click();
      await inbox.waitForMail(email);
      await page.getByLabel("6-digit code").waitFor();
      await travel(2);
      await page.reload();
      return { button: button(page, "Send a new code"), through: says(page, "We sent a new code.") };
    },
  },
  "sign-up": {
    async open({ page }) {
      await page.goto("/sign-up");
      return {
        typed: [[page.getByLabel("Email address"), newAddress()]],
        button: button(page, "Continue"),
        through: leadsTo(page, "/sign-up/verify"),
      };
    },
  },
  "code of a mail": {
    async open({ page, inbox }) {
      const email = newAddress();
      await page.goto("/sign-up");
      await page.getByLabel("Email address").fill(email);
      await button(page, "Continue").click();
      const code = codeIn(await inbox.waitForMail(email));
      await page.waitForURL("/sign-up/verify");
      return {
        typed: [[page.getByLabel("6-digit code"), code]],
        button: page.locator("form", { has: page.getByLabel("6-digit code") }).getByRole("button"),
        through: leadsTo(page, "/sign-up/continue"),
      };
    },
  },
  "first password": {
    async open(stage) {
      const { page } = stage;
      await proveAddress(stage, "/sign-up", newAddress(), "Continue");
      await page.waitForURL("/sign-up/continue");
      return {
        typed: [[password(page), newPassword()]],
        button: button(page, "Create account"),
        through: leadsTo(page, "/dashboard"),
      };
    },
  },
  "reset password": {
    async open(stage) {
      const { page } = stage;
      await proveAddress(stage, "/reset-password", (await stage.createUser()).email, "Send code");
      await page.waitForURL("/reset-password/new");
      return {
        typed: [[password(page, "New password"), newPassword()]],
        button: button(page, "Set new password"),
        through: leadsTo(page, "/dashboard"),
      };
    },
  },
  "second factor": {
    async open({ page, createUser, secondFactors }) {
      const person = await createUser();
      const seed = await secondFactors.app(person);
      await passFirstStep(page, person);
      return {
        typed: [[page.getByLabel("6-digit code"), appCode(seed)]],
        button: button(page, "Sign in"),
        through: leadsTo(page, "/dashboard"),
      };
    },
  },
  "backup code": {
    async open({ page, createUser, secondFactors }) {
      const person = await createUser();
      await secondFactors.app(person);
      const [code = ""] = await secondFactors.backupCodes(person);
      await passFirstStep(page, person);
      await method(page, "Use a backup code").click();
      return {
        typed: [[page.getByLabel("Backup code", { exact: true }), code]],
        button: button(page, "Sign in"),
        through: leadsTo(page, "/dashboard"),
      };
    },
  },
  names: {
    settings: { names: { firstName: "required", lastName: "optional" } },
    async open({ page, createUser, signIn }) {
      await signIn(page, await createUser({ firstName: "Grace", lastName: "Hopper" }));
      await page.goto("/profile");
      return {
        typed: [
          [page.getByLabel("First name"), "Ada"],
          [page.getByLabel("Last name"), "Lovelace"],
        ],
        button: button(page, "Save name"),
        async through() {
          await says(page, "Your name is saved.")();
          await page.reload();
          await expect(page.getByLabel("Last name")).toHaveValue("Lovelace");
        },
      };
    },
  },
  "another password": {
    async open({ page, createUser, signIn }) {
      await signIn(page, await createUser());
      await page.goto("/profile/security");
      return {
        typed: [[password(page, "New password"), newPassword()]],
        button: button(page, "Change password"),
        through: says(page, "Your password is saved."),
      };
    },
  },
  "step-up dialog": {
    async open({ page, createUser, signIn }) {
      const person = await createUser();
      await signIn(page, person, { at: new Date(Date.now() - 3_600_000) });
      await page.goto("/profile/security");
      await password(page, "New password").fill(newPassword());
      await button(page, "Change password").click();
      const dialog = page.getByRole("dialog");
      return {
        typed: [[dialog.getByLabel("Password", { exact: true }), person.password ?? ""]],
        button: dialog.getByRole("button", { name: "Confirm" }),
        through: says(page, "Your password is saved."),
      };
    },
  },
  settings: {
    async open({ page, createUser, signIn }) {
      await signIn(page, await createUser({ role: "admin" }));
      await page.goto("/admin/authentication");
      return {
        typed: [[page.getByLabel("Wrong codes allowed"), "7"]],
        button: button(page, "Save protection settings"),
        through: says(page, "Saved. It applies from now on."),
      };
    },
  },
  "passkey sign-in": {
    settings: PASSKEYS,
    async open({ page, createUser, signIn }) {
      await addVirtualAuthenticator(page);
      await signIn(page, await createUser());
      await page.goto("/profile/security");
      await createButton(page).click();
      await expect(passkeyRows(page)).toHaveCount(1);
      await page.context().clearCookies();
      await page.goto("/sign-in");
      return { button: passkeyButton(page), through: leadsTo(page, "/dashboard") };
    },
  },
  "new passkey": {
    settings: PASSKEYS,
    async open({ page, createUser, signIn }) {
      await addVirtualAuthenticator(page);
      await signIn(page, await createUser());
      await page.goto("/profile/security");
      return { button: createButton(page), through: () => expect(passkeyRows(page)).toHaveCount(1) };
    },
  },
  wallet: {
    settings: WALLETS,
    async open({ page }) {
      await addWallet(page, "metamask");
      await page.goto("/sign-in");
      return { button: walletButton(page, "MetaMask"), through: leadsTo(page, "/dashboard") };
    },
  },
  "sign-out": {
    async open({ page, createUser, signIn }) {
      await signIn(page, await createUser());
      await page.goto("/sign-out");
      return { button: page.getByRole("main").getByRole("button", { name: "Sign out" }), through: leadsTo(page, "/") };
    },
  },
};
