import { expect, test } from "./fixtures";
import { newAddress, newNumber } from "./support/people";
import { asShown, ONLY_PHONES } from "./support/phone-steps";
import { RawClient } from "./support/raw-forms";

/** What an answer shows, without what differs by nature: the address or number itself, tokens, nonces, times. */
async function shown(answer: Response, identifier: string): Promise<string> {
  const headers = [...answer.headers].filter(
    ([name]) => !["date", "keep-alive", "connection", "etag", "content-length"].includes(name),
  );
  const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "";
  const text = `${answer.status}\n${JSON.stringify(headers)}\n${await answer.text()}`;
  const spellings = [identifier, encodeURIComponent(identifier), asShown(identifier).replaceAll(" ", "\u00a0")];
  return (
    spellings
      .reduce((rest, spelling) => rest.replaceAll(spelling, "IDENTIFIER"), text)
      .replaceAll(nonce, "NONCE")
      .replace(/[A-Za-z0-9_-]{43}/g, "TOKEN")
      .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, "TIME")
      .replace(/\w{3}, \d{2} \w{3} \d{4} [\d:]+ GMT/g, "TIME")
      // React numbers its rows as they get ready, and cuts the stream where it has to.
      .replace(/"\]\)<\/script>|<script[^>]*>self\.__next_f\.push\(\[1,"/g, "")
      .split(/\\n|\n|<script/)
      .map((row) => row.replace(/^[0-9a-f]{1,3}:/, "ROW:").replace(/\$[A-Za-z@]?[0-9a-f]{1,3}(?=\\?")/g, "ROW"))
      .sort()
      .join("\n")
      .replace(/Send again in <!-- -->\d:\d\d|Send again in \d:\d\d/g, "AGAIN")
  );
}

type Journey = [path: string, field: string, proofField: string, proof: Record<string, string>];

/** Walks each journey twice and asserts that every step shows the same. */
async function compare(url: string, journeys: Journey[], known: () => Promise<string>, unknown: () => string) {
  for (const [path, field, proofField, proof] of journeys) {
    const seen: string[][] = [];
    for (const [index, identifier] of [await known(), unknown()].entries()) {
      const client = new RawClient(url, `10.77.${path.length}.${index + 1}`);
      const form = await client.form(path, field);
      const steps = [await shown(await client.submit(form, { [field]: identifier }), identifier)];
      const verify = `${path}/verify`;
      steps.push(await shown(await client.send(verify), identifier));
      for (let tries = 0; tries < 3; tries++) {
        steps.push(await shown(await client.submit(await client.form(verify, proofField), proof), identifier));
      }
      steps.push([...client.cookies.keys()].sort().join());
      seen.push(steps);
    }
    const [one, other] = seen;
    expect(one?.length).toBe(6);
    for (const [index, step] of (one ?? []).entries()) expect(step, `${path} step ${index}`).toBe(other?.[index]);
  }
}

test.describe("[EN-01] a stranger sees no difference", () => {
  test("between an address that has an account and one that has none", async ({ server, createUser }) => {
    const journeys: Journey[] = [
      ["/sign-in", "identifier", "password", { password: "wrong horse" }],
      ["/sign-up", "email", "code", { code: "000000" }],
      ["/reset-password", "identifier", "code", { code: "000000" }],
    ];
    await compare(server.url, journeys, async () => (await createUser()).email, newAddress);
  });

  test("between a number that has an account and one that has none; only its owner reads which [P07]", async ({
    server,
    createUser,
    phone,
    changeSettings,
  }) => {
    await changeSettings({ ...ONLY_PHONES, signIn: { preferred: "code" } });
    const journeys: Journey[] = [
      ["/sign-in", "identifier", "code", { code: "000000" }],
      ["/sign-up", "phone", "code", { code: "000000" }],
      ["/reset-password", "identifier", "code", { code: "000000" }],
    ];
    const known = async () => (await createUser({ phone: newNumber() })).phone ?? "";
    await compare(server.url, journeys, known, newNumber);
    expect((await phone.texts()).map(({ text }) => /code|no account|account already/.exec(text)?.[0])).toEqual([
      ...["code", "no account"],
      ...["account already", "code"],
      ...["code", "no account"],
    ]);
  });

  test("nor in the time a wrong password takes [EN-02]", async ({ server, createUser, db }) => {
    test.setTimeout(120_000);
    const times = { known: [] as number[], unknown: [] as number[] };
    const person = await createUser();
    const prepare = async (address: string, ip: string) => {
      const client = new RawClient(server.url, ip);
      await client.submit(await client.form("/sign-in", "identifier"), { identifier: address });
      return { client, form: await client.form("/sign-in/verify", "password") };
    };
    const subjects = {
      known: await prepare(person.email, "10.78.0.1"),
      unknown: await prepare(newAddress(), "10.78.0.2"),
    };
    for (let round = 0; round < 160; round++) {
      // Locks and limits would answer before the hash, for both alike.
      if (round % 8 === 0) await db`DELETE FROM lockouts`.then(() => db`DELETE FROM rate_limits`);
      for (const who of round % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
        const { client, form } = subjects[who];
        const begin = performance.now();
        const answer = await client.submit(form, { password: "wrong horse" });
        times[who].push(performance.now() - begin);
        expect(answer.status).toBe(422);
        await answer.arrayBuffer();
      }
    }
    const slower = times.known.flatMap((known) =>
      times.unknown.map((unknown) => (known > unknown ? 1 : known === unknown ? 0.5 : 0) as number),
    );
    const auc = slower.reduce((sum, one) => sum + one, 0) / slower.length;
    test.info().annotations.push({
      type: "measured",
      description: `known or unknown by the time of an answer: AUC ${auc.toFixed(3)}`,
    });
    expect(Math.max(auc, 1 - auc)).toBeLessThanOrEqual(0.6);
  });
});
