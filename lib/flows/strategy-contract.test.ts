import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, sessions } from "@/db/schema";
import { strategies } from "@/lib/strategies";
import type { Attempt, Challenge, StrategyId } from "@/lib/strategies/strategy";
import { startAttempt, updateAttempt } from "./attempt";
import { contextOf, prove } from "./prove";
import { arrangements, createHolder, type Holder } from "./test-arrangements";
import { TestBrowser } from "./test-visit";

interface Subject {
  browser: TestBrowser;
  attempt: Attempt;
  userId: string | null;
  /** Of a ceremony in the browser. */
  challenge: string;
}

async function begin(id: StrategyId, person?: Holder): Promise<Subject> {
  const browser = new TestBrowser();
  const { flow = "sign-in", identifier, switchOn, data: dataOf } = arrangements[id];
  const data = (await dataOf?.(person)) ?? {};
  switchOn?.(browser, data);
  const named = identifier(person);
  const userId = named ? (person?.userId ?? null) : null;
  const started = await startAttempt(browser.visit(), {
    flow,
    userId,
    identifier: named,
    strategy: id,
    data,
  });
  const awaits = strategies[id].factor === "second" ? ("second-factor" as const) : null;
  const attempt = await updateAttempt(started, { awaits });
  const sent = await strategies[id].start?.(contextOf(browser.visit(), attempt));
  if (sent && !sent.ok) throw new Error(sent.error.code);
  const challenge = sent?.ok ? challengeOf(sent.data) : "";
  return { browser, attempt, userId, challenge };
}

/** What a proof of a ceremony in the browser answers. */
const challengeOf = (sent: Challenge) =>
  sent.kind === "browser" ? sent.options.challenge : sent.kind === "wallet" ? sent.message : "";

const show = async ({ browser, attempt }: Subject, id: StrategyId, proof: unknown) => {
  const result = await prove(browser.visit(), attempt, id, proof);
  return result.ok ? "ok" : result.error.code;
};

describe.each(Object.keys(strategies) as StrategyId[])("[B02] the contract of %s", (id) => {
  const { right, wrong, reusable, livesSeconds, switchOff, outlivesItsSwitch } = arrangements[id];
  const arrange = async () => {
    const person = await createHolder();
    const subject = await begin(id, person);
    return { person, subject, proof: await right({ ...subject, now: subject.browser.now }, person) };
  };

  it("carries its own name", () => expect(strategies[id].id).toBe(id));

  it("takes a right proof and says who it is", async () => {
    const { subject, proof, person } = await arrange();
    const result = await prove(subject.browser.visit(), subject.attempt, id, proof);
    expect(result).toMatchObject({ ok: true, data: { verified: { userId: person.userId }, attempt: { amr: [id] } } });
  });

  it("never makes a session", async () => {
    const { subject, proof, person } = await arrange();
    await show(subject, id, proof);
    expect(await db.select().from(sessions).where(eq(sessions.userId, person.userId))).toEqual([]);
    expect(subject.browser.jar.has("session")).toBe(false);
  });

  it("refuses a wrong proof, and one for somebody else", async () => {
    const { subject, proof } = await arrange();
    expect(await show(subject, id, wrong)).toMatch(/_(incorrect|unknown|refused)$/);
    expect(await show(await begin(id, await createHolder()), id, proof)).toMatch(/_(incorrect|unknown|refused)$/);
  });

  it("refuses a proof of any other shape before looking at it", async () => {
    const { subject } = await arrange();
    const shapes = [
      null,
      undefined,
      "text",
      42,
      [],
      {},
      Object.fromEntries(Object.keys(wrong as object).map((key) => [key, ["a"]])),
    ];
    for (const shape of shapes) expect(await show(subject, id, shape)).toBe("invalid_input");
    const [attempt] = await db.select().from(attempts).where(eq(attempts.id, subject.attempt.id));
    expect(attempt?.tries).toBe(0);
  });

  it("refuses a used proof", async () => {
    const { subject, proof } = await arrange();
    expect(await show(subject, id, proof)).toBe("ok");
    expect(await show(subject, id, proof)).toEqual(reusable ? "ok" : expect.stringMatching(/_(used|refused)$/));
  });

  it("refuses an expired proof", async () => {
    const { subject, proof } = await arrange();
    if (livesSeconds !== null) subject.browser.wait(livesSeconds + 1);
    expect(await show(subject, id, proof)).toEqual(
      livesSeconds === null ? "ok" : expect.stringMatching(/_(expired|incorrect|refused)$/),
    );
  });

  it("[RL-01] caps the tries where it can be guessed, and bars nobody where it can't", async () => {
    const { subject, proof } = await arrange();
    for (let index = 0; index < 10; index++) await show(subject, id, wrong);
    const capped = expect.stringMatching(/^(locked|too_many_tries)$/);
    expect(await show(subject, id, proof)).toEqual(strategies[id].guessing ? capped : "ok");
  });

  it("[EN-01] answers the same for a person nobody knows", async () => {
    const { subject } = await arrange();
    const stranger = await begin(id);
    const answers = async (one: Subject) => {
      const seen: string[] = [];
      for (let index = 0; index < 11; index++) seen.push(await show(one, id, wrong));
      return seen;
    };
    expect(await answers(stranger)).toEqual(await answers(subject));
  });

  it("is refused while an admin has it switched off", async () => {
    const { subject, proof } = await arrange();
    await switchOff(subject.browser, subject.attempt.data);
    expect(await show(subject, id, proof)).toBe(outlivesItsSwitch ? "ok" : "strategy_unavailable");
  });
});
