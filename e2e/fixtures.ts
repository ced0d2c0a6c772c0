// biome-ignore-all lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import postgres, { type Sql } from "postgres";
import { type IdentityProvider, startIdentityProvider } from "../scripts/identity-provider";
import { type LocalChain, startChain } from "./peers/chain";
import { type RunningServer, startServer } from "./server";
import { type Inbox, openInbox } from "./support/inbox";
import { type PageErrors, watchForErrors } from "./support/page-errors";
import { createPerson, type NewPerson, openSession, type Person } from "./support/people";
import { type SecondFactors, secondFactorsOf } from "./support/second-factors";
import { changeSettings, resetSettings, type SettingsChange } from "./support/settings";
import { type Slot, slotOf } from "./support/slot";
import { type Social, socialWith } from "./support/social";
import { openTexts, type Texts } from "./support/texts";
import { travel } from "./support/time";

interface WorkerFixtures {
  /** This worker's server: `url`, `databaseUrl`, `secret`, and the files with its output. */
  server: Slot;
  /** Straight to this worker's database (postgres.js). */
  db: Sql;
  /** This worker's identity provider, started for the first test that names it. */
  identityProvider: IdentityProvider;
  /** A chain of this worker's, started for the first test that names it: a server knows it by `RPC_URL_31337`. */
  chain: LocalChain;
}

interface TestFixtures {
  /** The address this test's browsers come from; no other test has it. */
  clientAddress: string;
  inbox: Inbox;
  /** Text messages; newNumber() gives numbers. */
  phone: Texts;
  pageErrors: PageErrors;
  /** A page in another browser: no cookies in common, the same or another client address. */
  newBrowser(from?: { clientAddress?: string; userAgent?: string }): Promise<Page>;
  /** Writes a person straight into the database. Default: verified, with a password. */
  createUser(person?: NewPerson): Promise<Person>;
  /** Gives a person an app, a number or backup codes as the second step, without the pages. */
  secondFactors: SecondFactors;
  /** Social sign-in against a local OpenID provider. */
  social: Social;
  /** Signs a browser in without the pages. @returns the session token. */
  signIn(page: Page, person: Pick<Person, "id">, proof?: { amr?: string[]; at?: Date }): Promise<string>;
  /** Lets minutes pass for everything that runs out. */
  travel(minutes: number): Promise<void>;
  /** Changes settings as another instance would, and waits until the server has them. All are reset after the test. */
  changeSettings(change: SettingsChange): Promise<void>;
  /** Starts a second server on the same database and secret, on a port of its own; cookies hold for both. */
  startInstance(env?: Record<string, string>, hostname?: string): Promise<RunningServer>;
  settingsAreReset: undefined;
  textsAreForgotten: undefined;
  serverErrorsAreAttached: undefined;
}

const randomAddress = () => `10.${[...randomBytes(3)].join(".")}`;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [async ({}, use, worker) => use(slotOf(worker.parallelIndex)), { scope: "worker" }],
  db: [
    async ({ server }, use) => {
      const db = postgres(server.databaseUrl, { max: 3, onnotice: () => {} });
      await use(db);
      await db.end({ timeout: 5 });
    },
    { scope: "worker" },
  ],
  identityProvider: [
    async ({ server }, use) => {
      const provider = await startIdentityProvider({ appOrigin: server.url });
      await use(provider);
      await provider.stop();
    },
    { scope: "worker" },
  ],
  chain: [
    async ({}, use) => {
      const chain = await startChain(31_337);
      await use(chain);
      await chain.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  clientAddress: async ({}, use) => use(randomAddress()),
  extraHTTPHeaders: async ({ clientAddress }, use) => use({ "x-forwarded-for": clientAddress }),
  pageErrors: [
    async ({}, use) => {
      const errors = watchForErrors();
      await use(errors);
      expect(errors.found, "errors in the pages of this test").toEqual([]);
    },
    { auto: true },
  ],
  // Instances are named first, so that they end last: no page outlives the server it is on.
  context: async ({ startInstance: _, context, pageErrors }, use) => {
    pageErrors.watch(context);
    await use(context);
  },
  newBrowser: async ({ startInstance: _, browser, contextOptions, clientAddress, server, pageErrors }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (from = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: server.url,
        extraHTTPHeaders: { "x-forwarded-for": from.clientAddress ?? clientAddress },
        userAgent: from.userAgent,
      });
      contexts.push(context);
      pageErrors.watch(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  inbox: async ({ server }, use) => use(await openInbox(server.inboxUrl)),
  phone: async ({ server }, use) => use(await openTexts(server.twilioUrl)),
  createUser: async ({ db }, use) => use((person = {}) => createPerson(db, person)),
  secondFactors: async ({ db, server }, use) => use(secondFactorsOf(db, server.secret)),
  signIn: async ({ db, server }, use) =>
    use((page, person, proof) => openSession({ db, url: server.url, context: page.context() }, person, proof)),
  travel: async ({ db }, use) => use((minutes) => travel(db, minutes)),
  changeSettings: async ({ db, server }, use) => use((change) => changeSettings({ db, url: server.url }, change)),
  social: async ({ identityProvider, server, changeSettings }, use) => {
    const { social, forget } = socialWith(identityProvider, server.secret, changeSettings);
    await use(social);
    forget();
  },
  startInstance: async ({ server }, use, testInfo) => {
    const started: RunningServer[] = [];
    await use(async (env, hostname) => {
      const name = `worker-${testInfo.parallelIndex}-instance-${testInfo.testId}-${started.length}`;
      const { smtpUrl, twilioUrl, breachedPasswordsUrl } = server;
      const peers = { smtpUrl, twilioUrl, breachedPasswordsUrl };
      const instance = await startServer({ name, ...peers, sharing: server, hostname, env });
      started.push(instance);
      return instance;
    });
    await Promise.all(started.map((instance) => instance.stop()));
  },
  settingsAreReset: [
    async ({ db, server }, use) => {
      await use(undefined);
      await resetSettings({ db, url: server.url });
    },
    { auto: true },
  ],
  // Codes that one test after another leaves unentered would add up to a stopped country.
  textsAreForgotten: [
    async ({ db }, use) => {
      await use(undefined);
      await db`DELETE FROM sms_sends`;
      await db`DELETE FROM sms_stops`;
    },
    { auto: true },
  ],
  serverErrorsAreAttached: [
    async ({ server }, use, testInfo) => {
      const before = statSync(server.stderr).size;
      await use(undefined);
      const said = readFileSync(server.stderr).subarray(before).toString().trim();
      if (said) await testInfo.attach("the server's stderr", { body: said, contentType: "text/plain" });
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
export { LEAKED_PASSWORDS } from "./peers/breached-passwords";
export { ADMIN_EMAIL } from "./server";
export { expectAccessible } from "./support/accessibility";
export { codeIn, linkIn } from "./support/inbox";
export { newAddress, newNumber, newPassword } from "./support/people";
export { textCode } from "./support/texts";
