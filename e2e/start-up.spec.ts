import postgres, { type Sql } from "postgres";
import { test as base, expect } from "./fixtures";
import { clientOf, post, signInByPassword, startSignIn } from "./support/instances-steps";
import { createPerson } from "./support/people";
import { createEmptyDatabase, startUntilItEnds } from "./support/start-up-process";

/** Exactly what production needs: the rest of what the test servers have counts as unset. */
const NO_SMS = { TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_FROM: "" };
const NOTHING_ELSE = { SMTP_URL: "", EMAIL_FROM: "", ADMIN_EMAIL: "", TRUSTED_PROXIES: "", ...NO_SMS };

const test = base.extend<{ empty: { url: string; db: Sql } }>({
  empty: async ({ server }, use) => {
    const database = await createEmptyDatabase(server.databaseUrl);
    const db = postgres(database.url, { max: 1, onnotice: () => {} });
    await use({ url: database.url, db });
    await db.end({ timeout: 5 });
    await database.drop();
  },
});

test.describe("[FW-05] half configured, the server says what is missing and why, and does not start", () => {
  const cases: [what: string, change: Record<string, string>, words: RegExp[]][] = [
    ["no DATABASE_URL", { DATABASE_URL: "" }, [/DATABASE_URL is not set/, /connection string of your Postgres/]],
    ["a DATABASE_URL of another kind", { DATABASE_URL: "mysql://localhost/app" }, [/DATABASE_URL: \S/]],
    ["a database that does not answer", { DATABASE_URL: "postgres://u:p@127.0.0.1:1/app" }, [/127.0.0.1:1\b/]],
    ["no AUTH_SECRET", { AUTH_SECRET: "" }, [/AUTH_SECRET is not set/, /token and code is keyed/, /openssl rand/]],
    [
      "a short AUTH_SECRET",
      { AUTH_SECRET: "Only31Characters-0123456789-abc" },
      [/AUTH_SECRET is too weak/, /at least 32/],
    ],
    ["a dull AUTH_SECRET", { AUTH_SECRET: "secret".repeat(8) }, [/AUTH_SECRET is too weak/, /random/]],
    ["no APP_URL", { APP_URL: "" }, [/APP_URL is not set/, /public address/, /links and cookies/]],
    ["an APP_URL that is none", { APP_URL: "intranet" }, [/APP_URL: \S/]],
    [
      "providers inside this machine, on a public server",
      { APP_URL: "https://app.example", LOOPBACK_PROVIDERS: "true" },
      [/LOOPBACK_PROVIDERS is set/, /services inside this machine/],
    ],
  ];
  for (const [what, change, words] of cases) {
    test(what, async ({ server }) => {
      const { databaseUrl: DATABASE_URL, secret: AUTH_SECRET, url: APP_URL } = server;
      const { code, output } = await startUntilItEnds({ DATABASE_URL, AUTH_SECRET, APP_URL, ...change }, 15_000);
      for (const word of words) expect(output).toMatch(word);
      expect(code, output).toBeGreaterThan(0);
      // What it complains about is a name, never the value.
      for (const value of Object.values(change).filter(Boolean)) expect(output).not.toContain(value);
    });
  }
});

test("[FW-05] with the three variables alone, an empty database becomes a working app without mail", async ({
  startInstance,
  server,
  empty,
}) => {
  expect(await empty.db`SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`).toEqual(
    [],
  );
  const { url } = await startInstance({ ...NOTHING_ELSE, DATABASE_URL: empty.url });
  const visitor = clientOf(url);
  expect((await visitor.send("/sign-in")).status).toBe(200);

  const admin = await createPerson(empty.db, { role: "admin" });
  await startSignIn(visitor, admin.email);
  const verify = await (await visitor.send("/sign-in/verify")).text();
  expect(verify).toContain("Enter your password");
  expect(verify).not.toContain("email-code");
  // Nor does it take what it does not offer: a form of a server that has mail.
  const elsewhere = clientOf(server.url);
  await startSignIn(elsewhere, admin.email);
  const offered = await elsewhere.form("/sign-in/verify", "strategy");
  expect((await visitor.submit(offered, { strategy: "email-code" })).status).toBe(409);
  expect(await (await visitor.send("/sign-up")).text()).toContain("Sign-up is closed");
  expect(await (await visitor.send("/reset-password")).text()).toContain("Codes can&#x27;t be sent here");

  await signInByPassword(visitor, admin);
  const overview = await (await visitor.send("/admin")).text();
  expect(overview).toContain("Email is off");
  expect(overview).toMatch(/Set RESEND_API_KEY .* or SMTP_URL/);
  expect((await visitor.send("/dev/inbox")).status).toBe(404);
  expect(await empty.db`SELECT 1 FROM outbox`).toHaveLength(0);
});

test("[RC-10] two instances that start at once on an empty database migrate it once", async ({
  startInstance,
  empty,
  db,
}) => {
  const instances = await Promise.all([1, 2].map(() => startInstance({ DATABASE_URL: empty.url })));
  const applied = (sql: Sql) => sql`SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id`;
  expect(await applied(empty.db)).toEqual(await applied(db));
  const person = await createPerson(empty.db, {});
  for (const { url } of instances) await signInByPassword(clientOf(url), person);
});

test("[SE-02 WF-04] an https address makes cookies __Host-, Secure, HttpOnly and Lax, and asks for https for years", async ({
  startInstance,
  createUser,
}) => {
  const APP_URL = "https://sign-in.example.test";
  const [secure, plain] = await Promise.all([startInstance({ APP_URL }), startInstance()]);
  const person = await createUser();
  const signIn = async (url: string, origin: string) => {
    const client = clientOf(url);
    const answers: Response[] = [];
    for (const [path, field, value] of [
      ["/sign-in", "identifier", person.email],
      ["/sign-in/verify", "password", person.password ?? ""],
    ] as const) {
      answers.push(await client.submit(await client.form(path, field), { [field]: value }, { origin }));
    }
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    answers.push(await client.send("/dashboard"));
    expect(answers[2]?.status).toBe(200);
    return answers;
  };

  const answers = await signIn(secure.url, APP_URL);
  const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
  expect(cookies.map((cookie) => cookie.split("=")[0]).sort()).toEqual([
    "__Host-device",
    "__Host-session",
    "__Host-sign-in-attempt",
    "__Host-sign-in-attempt",
  ]);
  for (const cookie of cookies) {
    const attributes = cookie.toLowerCase().split("; ").slice(1);
    expect(attributes).toEqual(expect.arrayContaining(["secure", "httponly", "samesite=lax", "path=/"]));
    expect(attributes.join()).not.toContain("domain");
    expect(cookie.length).toBeLessThan(4096);
  }
  for (const { headers } of answers) {
    const years = /^max-age=(\d+)/.exec(headers.get("strict-transport-security") ?? "")?.[1];
    expect(Number(years)).toBeGreaterThanOrEqual(31_536_000);
  }
  // A page of the http address is another site.
  const stranger = clientOf(secure.url);
  expect((await post(stranger, "/sign-in", "identifier", person.email)).status).toBe(403);

  const [first] = await signIn(plain.url, plain.url);
  expect(first?.headers.get("strict-transport-security")).toBeNull();
  expect(first?.headers.getSetCookie().join()).not.toMatch(/__Host-|secure/i);
});
