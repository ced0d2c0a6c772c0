import type { Sql } from "postgres";
import { expect, newAddress, newNumber, test } from "../fixtures";
import { ownedWallet } from "../peers/contract-wallets";
import { type FaultProxy, type Meeting, startFaultProxy } from "../peers/fault-proxy";
import { startLyingProvider } from "../peers/lying-provider";
import { clientOf, nextCode, proveByCode, signInByPassword } from "../support/instances-steps";
import { ONLY_PHONES } from "../support/phone-steps";
import type { RawClient } from "../support/raw-forms";
import { freshWallet, signInBy, withWallets } from "../support/raw-wallets";
import { connected, follow, leaveFor, throughProvider } from "../support/social-raw";
import { ANSWERED_WITHIN_MS } from "./diary";

/*
 * What the app asks over the network is dead, slow or lies: whoever needs it is told within ten seconds that nothing was
 * done, nobody else notices, and it works again by itself. Elsewhere: refusals and silence of the text service
 * (`sms-outage`, P07), lies and silence of identity providers (`social-outage`, OA-08), chain nodes that are gone, silent
 * or of another chain (`wallet-contracts`, W3-06), the list of leaked passwords away (`password-leaked`, P17).
 */

const HUGE = "x".repeat(10_000_000);
const http = (status: string, body: string, length = body.length): Meeting => ({
  says: `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
});
const DEAD: [string, Meeting][] = [
  ["refuses", "refused"],
  ["hangs up", "closed"],
  ["resets", "reset"],
];
const LYING_HTTP: [string, Meeting][] = [
  ["answers with a page", http("200 OK", "<!doctype html><title>Welcome</title>")],
  ["answers with a wrong status", http("418 I'm a teapot", "{}")],
  ["breaks off in its answer", http("200 OK", '{"jsonrpc":', 5000)],
  ["answers without end", http("200 OK", `{"a":"${HUGE}"}`)],
  ["answers with noise", { says: "\u0000\u0001\u0002 what?\r\n\r\n" }],
];
const WORKS_AGAIN_WITHIN_MS = 5000;

const onLine = test.extend<{ lineTo(url: string): Promise<FaultProxy> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
  lineTo: async ({}, use) => {
    const lines: FaultProxy[] = [];
    await use(async (url) => {
      const line = await startFaultProxy(url);
      lines.push(line);
      return line;
    });
    await Promise.all(lines.map((line) => line.stop()));
  },
});

/** New connections fare so, and the open ones break or fall silent. */
async function spoil(line: FaultProxy, how: Meeting): Promise<void> {
  await line.meet(how);
  if (how === "unanswered") line.silence();
  else line.breakOff("reset");
}

async function mend(line: FaultProxy): Promise<void> {
  await line.meet("through");
  line.forget();
}

/** Asserts that something is told in time. @returns what. */
async function inTime<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const told = await work();
  expect(performance.now() - begun, `${what}: told in time`).toBeLessThan(ANSWERED_WITHIN_MS);
  return told;
}

const codesWritten = async (db: Sql) =>
  (await db<{ n: number }[]>`SELECT count(*)::int AS n FROM audit_events WHERE type = 'code.sent'`)[0]?.n ?? 0;
const ready = async (url: string) => (await fetch(`${url}/readyz`)).status;
const NOT_SENT = [502, 503];

onLine(
  "[B32 LG-02] mail is dead, slow or lies: people are told that nothing was sent, and the same press sends it once it is back",
  async ({ server, db, inbox, lineTo, startInstance, createUser }) => {
    test.setTimeout(150_000);
    const line = await lineTo(server.smtpUrl);
    const { url } = await startInstance({ SMTP_URL: line.url });
    const person = await createUser();
    const faults: [string, Meeting][] = [
      ...DEAD,
      ["is silent", "unanswered"],
      ["breaks off in its greeting", "broken in handshake"],
      ["speaks another protocol", http("400 Bad Request", "")],
      ["ends after its greeting", { says: "220 mail.example.test\r\n" }],
      ["talks without end", { says: `220-${HUGE}\r\n` }],
      ["answers with noise", { says: "\u0000\u0001\u0002 what?\r\n" }],
    ];
    for (const [what, how] of faults) {
      const [client, email] = [clientOf(url), newAddress()];
      const form = await client.form("/sign-up", "email");
      const written = await codesWritten(db);
      await spoil(line, how);
      const answer = await inTime(what, () => client.submit(form, { email }));
      expect([what, NOT_SENT.includes(answer.status), answer.status]).toEqual([what, true, answer.status]);
      expect([what, await ready(url), await codesWritten(db)]).toEqual([what, 200, written]);
      await signInByPassword(clientOf(url), person);

      await mend(line);
      const begun = performance.now();
      const again = await client.submit(form, { email });
      expect([what, again.status, again.headers.get("location")]).toEqual([what, 303, "/sign-up/verify"]);
      expect(performance.now() - begun).toBeLessThan(WORKS_AGAIN_WITHIN_MS);
      const mails = await inbox.mails(email);
      expect([what, mails.length, await codesWritten(db)]).toEqual([what, 1, written + 1]);
      await proveByCode(client, "/sign-up", await nextCode(inbox, email));
    }
  },
);

onLine(
  "[B32 P07 LG-02] the text service is dead or lies: nobody is told of a text that was not sent",
  async ({ server, db, phone, lineTo, startInstance, changeSettings }) => {
    test.setTimeout(120_000);
    const line = await lineTo(server.twilioUrl);
    const { url } = await startInstance({ TWILIO_API_URL: line.url });
    await changeSettings(ONLY_PHONES);
    await expect
      .poll(async () => (await clientOf(url).forms("/sign-up")).some(({ fields }) => fields.has("phone")))
      .toBe(true);
    const faults = [...DEAD, ...LYING_HTTP, ["takes it and says nonsense", http("201 Created", "done")] as const];
    for (const [what, how] of faults) {
      const [client, number] = [clientOf(url), newNumber()];
      const form = await client.form("/sign-up", "phone");
      const written = await codesWritten(db);
      await spoil(line, how);
      const answer = await inTime(what, () => client.submit(form, { phone: number }));
      expect([what, NOT_SENT.includes(answer.status), answer.status]).toEqual([what, true, answer.status]);
      expect([what, await ready(url), await codesWritten(db)]).toEqual([what, 200, written]);

      await mend(line);
      const again = await client.submit(form, { phone: number });
      expect([what, again.status, again.headers.get("location")]).toEqual([what, 303, "/sign-up/verify"]);
      expect([what, (await phone.texts(number)).length]).toEqual([what, 1]);
    }
  },
);

onLine(
  "[B32 OA-08] an identity provider refuses every connection: its page says so, and it works again by itself",
  async ({ server, lineTo, startInstance, changeSettings }) => {
    const provider = await startLyingProvider();
    const line = await lineTo(provider.issuer);
    provider.issuer = line.url;
    const email = newAddress();
    provider.person = { sub: email, email, email_verified: true };
    const { url } = await startInstance();
    await changeSettings(connected(server.secret, { dead: provider }));
    const canLeave = async (client: RawClient) =>
      (await client.forms("/sign-in")).some(({ fields }) => fields.has("connection"));
    await expect.poll(() => canLeave(clientOf(url))).toBe(true);

    for (const [what, how] of DEAD) {
      await spoil(line, how);
      const end = await inTime(what, () => leaveFor(clientOf(url), "dead"));
      expect([what, end.pathname, end.searchParams.get("problem")]).toEqual([what, "/sso", "sso_provider_down"]);
      // Gone on the way back: the code is there, and the provider is not.
      await mend(line);
      const half = clientOf(url);
      const path = await throughProvider(await leaveFor(half, "dead"));
      await spoil(line, how);
      const stopped = await inTime(what, () => follow(half, path));
      expect([what, stopped.pathname, half.cookies.has("session")]).toEqual([what, "/sso", false]);
      expect([what, await ready(url)]).toEqual([what, 200]);
      await mend(line);
      const client = clientOf(url);
      expect((await follow(client, await throughProvider(await leaveFor(client, "dead")))).pathname).toBe("/dashboard");
    }
    await provider.stop();
  },
);

onLine(
  "[B32 W3-06] the node of a chain is dead or lies: no contract is believed, keys sign in, and it is asked again",
  async ({ chain, lineTo, startInstance, changeSettings }) => {
    test.setTimeout(120_000);
    const line = await lineTo(chain.url);
    const { url } = await startInstance({ RPC_URL_31337: line.url });
    await changeSettings(withWallets(chain.id));
    const owner = freshWallet();
    const address = await ownedWallet(chain, owner.address);
    const signIn = (client: RawClient) => signInBy(client, owner, { address, chainId: chain.id });
    await expect.poll(async () => (await signIn(clientOf(url)).catch(() => undefined))?.leadsTo).toBe("/dashboard");

    for (const [what, how] of [...DEAD, ...LYING_HTTP]) {
      await spoil(line, how);
      const client = clientOf(url);
      const told = await inTime(what, () => signIn(client));
      expect([what, told.status, told.code]).toEqual([what, 502, "wallet_contract_unchecked"]);
      expect([what, client.cookies.has("session")]).toEqual([what, false]);
      expect((await signInBy(clientOf(url), freshWallet())).leadsTo).toBe("/dashboard");
      await mend(line);
      expect([what, (await signIn(clientOf(url))).leadsTo]).toEqual([what, "/dashboard"]);
    }
  },
);
