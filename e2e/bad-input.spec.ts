import type { Sql } from "postgres";
import { expect, newNumber, test } from "./fixtures";
import { insertConnection } from "./support/connections";
import { codeIn, type Inbox } from "./support/inbox";
import { newAddress, type Person } from "./support/people";
import { protect } from "./support/protected-people";
import { RawClient, type RawForm } from "./support/raw-forms";
import { link } from "./support/social";

import { newDomain } from "./support/sso-steps";

/** Everything that decides who may do what. Names and the site's name are left out: odd ones are right all the same. */
async function stored(db: Sql): Promise<unknown> {
  const [row] = await db`
    SELECT (SELECT json_agg((id, email, role, banned_at) ORDER BY id) FROM users) AS users,
      (SELECT json_agg(i ORDER BY id) FROM identifiers i) AS identifiers,
      (SELECT json_agg(p ORDER BY user_id) FROM passwords p) AS passwords,
      (SELECT json_agg(b ORDER BY code_hash) FROM backup_codes b) AS backup_codes,
      (SELECT json_agg((id, token_hash) ORDER BY id) FROM sessions) AS sessions,
      (SELECT json_agg(f ORDER BY id) FROM second_factors f) AS second_factors,
      (SELECT json_agg((user_id, provider, provider_account_id) ORDER BY provider_account_id) FROM accounts) AS accounts,
      (SELECT json_agg((id, active, saml, oidc, client_secret) ORDER BY id) FROM enterprise_connections
        WHERE saml IS NOT NULL OR oidc IS NOT NULL OR active) AS connections,
      (SELECT json_agg(d ORDER BY domain) FROM connection_domains d) AS domains,
      (SELECT json_agg((section, value) ORDER BY section) FROM settings WHERE section <> 'branding') AS settings`;
  return row;
}

const hostile: [string, string | Blob | string[] | undefined][] = [
  ["nothing", undefined],
  ["an empty text", ""],
  ["10 KB", "x".repeat(10_240)],
  ["a NUL", "a\u0000b@example.test"],
  ["an array", ["a@example.test", "b@example.test"]],
  ["a file", new Blob(["a@example.test"])],
  ["an object's name", "__proto__"],
  ["markup", "<script>alert(1)</script>"],
  ["SQL", "'; DROP TABLE users; --"],
  ["broken surrogates", "\ud800@example.test"],
  ["right-to-left marks", "\u202eexample\u2066"],
  ["a line break", "a@example.test\r\nBcc: b@example.test"],
];

/** The pages with forms, each with a client that has got as far as seeing it. */
async function clients(
  origin: string,
  address: string,
  inbox: Inbox,
  people: {
    person: Person;
    /** Somebody with a second step to reset. */
    guarded: Person;
    /** Ids. */
    connections: string[];
    careful: Person;
    newcomer: Person;
    requireSecondStep(): Promise<void>;
  },
  sessions: { person: string; old: string; admin: string },
) {
  const { person, guarded } = people;
  const at = (path: string) => ({ path, client: new RawClient(origin, address) });
  const start = async (path: string, field: string, value: string, then: string) => {
    const { client } = at(path);
    const answer = await client.submit(await client.form(path, field), { [field]: value });
    expect([path, answer.status]).toEqual([path, 303]);
    return { path: then, client };
  };
  const proved = async (path: string, field: string, value: string, then: string) => {
    const begun = await start(path, field, value, `${path}/verify`);
    const code = codeIn(await inbox.waitForMail(value));
    const answer = await begun.client.submit(await begun.client.form(begun.path, "code"), { code });
    expect([path, answer.status]).toEqual([path, 303]);
    return { path: then, client: begun.client };
  };
  const linked = async () => {
    const begun = await start("/sign-in", "identifier", person.email, "/sign-in/verify");
    await begun.client.submit(await begun.client.form("/sign-in/verify", "strategy"), { strategy: "email-link" });
    const { text } = await inbox.waitForMail(person.email, { about: /link/i });
    return { path: /\/email-link\?token=[\w-]+/.exec(text)?.[0] ?? "", client: begun.client };
  };
  const secondStep = async (someone: Person, then: "/second-factor/sign-in" | "/second-factor/sign-in/enrol") => {
    const begun = await start("/sign-in", "identifier", someone.email, "/sign-in/verify");
    const form = await begun.client.form(begun.path, "password");
    const { headers } = await begun.client.submit(form, { password: someone.password ?? "" });
    expect(headers.get("location")).toBe(then);
    return { path: then, client: begun.client };
  };
  const enrolling = async (strategy: "totp" | "phone-code") => {
    await people.requireSecondStep();
    const begun = await secondStep(people.newcomer, "/second-factor/sign-in/enrol");
    await begun.client.submit(await begun.client.form(begun.path, "strategy"), { strategy });
    return begun;
  };
  const signedIn = (path: string, token: string) => {
    const one = at(path);
    one.client.cookies.set("session", token);
    return one;
  };
  return [
    at("/sign-in"),
    at("/sign-up"),
    at("/reset-password"),
    await start("/sign-in", "identifier", person.email, "/sign-in/verify"),
    await start("/sign-up", "email", newAddress(), "/sign-up/verify"),
    await start("/reset-password", "identifier", newAddress(), "/reset-password/verify"),
    await proved("/sign-up", "email", newAddress(), "/sign-up/continue"),
    await proved("/reset-password", "identifier", person.email, "/reset-password/new"),
    signedIn("/step-up", sessions.old),
    signedIn("/profile", sessions.person),
    signedIn("/profile/security", sessions.person),
    signedIn("/admin/authentication", sessions.admin),
    signedIn("/admin/sms", sessions.admin),
    signedIn("/admin/wallets", sessions.admin),
    signedIn("/admin/social/gitlab", sessions.admin),
    signedIn("/admin/social/new", sessions.admin),
    signedIn(`/admin/users/${guarded.id}`, sessions.admin),
    signedIn("/admin/sso/new", sessions.admin),
    ...people.connections.map((id) => signedIn(`/admin/sso/${id}`, sessions.admin)),
    await linked(),
    await secondStep(people.careful, "/second-factor/sign-in"),
    await enrolling("totp"),
    await enrolling("phone-code"),
    signedIn("/profile/security/backup-codes", sessions.person),
  ];
}

test.describe("[WF-08] bad input", () => {
  test("in every field of every form: a 4xx with words, never a 500, and nothing stored", async ({
    db,
    server,
    clientAddress,
    inbox,
    createUser,
    signIn,
    page,
    newBrowser,
    changeSettings,
    secondFactors,
    social,
  }) => {
    test.setTimeout(360_000);
    await changeSettings({
      names: { firstName: "optional", lastName: "optional" },
      email: { linkSignIn: true },
      phone: { signUp: "optional", signIn: true },
      username: { signUp: "optional", signIn: true },
      mfa: { totp: true, phoneCode: true, backupCodes: true },
    });
    await social.connect();
    await social.connect({}, "second");
    const person = await createUser();
    await link(db, person, social.person(), "second");
    const guarded = await createUser({ phone: newNumber() });
    await protect(db, guarded);
    const admin = await createUser({ role: "admin" });
    const sessions = {
      person: await signIn(page, person),
      old: await signIn(await newBrowser(), person, { at: new Date(Date.now() - 3_600_000) }),
      admin: await signIn(await newBrowser(), admin),
    };
    const [careful, newcomer] = [await createUser(), await createUser()];
    await secondFactors.app(careful);
    const requireSecondStep = () => changeSettings({ mfa: { required: true } });
    const connections = [
      await insertConnection(db, { protocol: "saml", domain: newDomain() }),
      await insertConnection(db),
    ];
    const people = { person, guarded, connections, careful, newcomer, requireSecondStep };
    const places = await clients(server.url, clientAddress, inbox, people, sessions);
    const before = await stored(db);
    // Refusals are what is tested, not the limits that would come first.
    const unlimited = () => db`DELETE FROM rate_limits`.then(() => db`DELETE FROM lockouts`);

    const answers: string[] = [];
    for (const { path, client } of places) {
      for (const form of await client.forms(path)) {
        for (const field of form.fields.keys()) {
          for (const [what, value] of hostile) {
            if (field === "password" && isFinePassword(what)) continue;
            // A box left out is a box not ticked.
            if (["open", "notices", "enabled", "allowOnly", ...SSO_BOXES].includes(field) && what === "nothing")
              continue;
            await unlimited();
            const answer = await client.submit(form, { ...filled(form), [field]: value });
            const html = await answer.text();
            answers.push(`${answer.status} ${path} ${field}: ${what}`);
            expect.soft(answer.status, `${path} ${field}: ${what}`).toBeLessThan(500);
            expect
              .soft(html, `${path} ${field}: ${what}`)
              .not.toMatch(/Internal Server Error|at Module\.|node_modules/);
            if (answer.status === 200 && isRefusable(field, what))
              expect.soft(`${path} ${field}: ${what}`).toBe("refused");
          }
        }
      }
    }
    expect(answers.length).toBeGreaterThan(300);
    expect(answers.filter((answer) => answer.startsWith("4")).length).toBeGreaterThan(answers.length * 0.6);
    // What was let through was right (an optional name left empty, say): people, addresses, passwords, sessions stay.
    expect(await stored(db)).toEqual(before);
  });
});

/** Values that would pass, so that the one hostile field decides. None of them changes anything by itself. */
function filled(form: RawForm): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of form.fields.keys()) {
    if (field === "password") values[field] = "short";
    if (field === "code") values[field] = "000000";
    if (field === "identifier" || field === "email") values[field] = "not@address";
    if (field === "phone") values[field] = "12";
    // Any line of text is a good reason; for nobody it does nothing.
    if (field === "reason") Object.assign(values, { id: "00000000-0000-4000-8000-000000000000", reason: "lost it" });
    // Keys of nobody's connection do nothing; an issuer that is none keeps a new one from being added.
    if (field === "clientId") Object.assign(values, { key: "nobody", issuer: "not an address" });
    // A connection may have been given one of these names, and then be deleted by it.
    if (field === "name" && form.fields.has("connection")) values.connection = "00000000-0000-4000-8000-000000000000";
    if (field === "username" && form.url !== "/sign-in/verify") values[field] = "no";
  }
  return values;
}

/** Of the options of an enterprise connection. */
const SSO_BOXES = [
  "allowSubdomains",
  "enforced",
  "createsPeople",
  "refreshesNames",
  "idpInitiated",
  "asksSecondFactor",
];

/** Fields whose hostile value has to be refused as such: not the free texts, and not what may be left out. */
const isRefusable = (field: string, what: string) =>
  [
    "identifier",
    "email",
    "phone",
    "code",
    "password",
    "strategy",
    "flow",
    "id",
    "token",
    "connection",
    "subject",
    "key",
  ].includes(field) && what !== "nothing";

/** Any text of the right length is a good password; these are. */
const isFinePassword = (what: string) => !["nothing", "an empty text", "10 KB", "an array", "a file"].includes(what);
