import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, sessions } from "@/db/schema";
import { strategies } from "@/lib/strategies";
import type { Attempt, StrategyId } from "@/lib/strategies/strategy";
import { startAttempt } from "./attempt";
import { prove } from "./prove";
import { codesFor, createPerson, freshAddress, TestBrowser } from "./test-visit";

interface Subject {
  browser: TestBrowser;
  attempt: Attempt;
  userId: string | null;
}
type Person = Awaited<ReturnType<typeof createPerson>>;

/** What the contract has to know of each strategy: a right proof, a wrong one, and how an admin switches it off. */
interface Arrangement {
  right(subject: Subject, person: Person): Promise<unknown>;
  wrong: unknown;
  /** The proof can be shown twice; what it opens is limited by the attempt. */
  reusable: boolean;
  /** Seconds after which a right proof is worth nothing; null when it does not age. */
  livesSeconds: number | null;
  switchOff(browser: TestBrowser): void;
  /** P18: who has one keeps it. */
  outlivesItsSwitch: boolean;
}

/** A strategy without an arrangement does not compile. */
const arrangements: Record<StrategyId, Arrangement> = {
  password: {
    right: async (_, person) => ({ password: person.password }),
    wrong: { password: "wrong horse" },
    reusable: true,
    livesSeconds: null,
    switchOff: (browser) => browser.set("password", { enabled: false }),
    outlivesItsSwitch: true,
  },
  "email-code": {
    right: async (_, person) => ({ code: (await codesFor(person.email))[0] }),
    wrong: { code: "000000" },
    reusable: false,
    livesSeconds: 600,
    switchOff: (browser) => browser.set("email", { codeSignIn: false }),
    outlivesItsSwitch: false,
  },
};

async function begin(id: StrategyId, email: string, userId: string | null): Promise<Subject> {
  const browser = new TestBrowser();
  const identifier = { kind: "email", value: email } as const;
  const attempt = await startAttempt(browser.visit(), { flow: "sign-in", userId, identifier, strategy: id });
  const { now, settings, client } = browser.visit();
  await strategies[id].start?.({ now, settings, client, attempt });
  return { browser, attempt, userId };
}

const show = async ({ browser, attempt }: Subject, id: StrategyId, proof: unknown) => {
  const result = await prove(browser.visit(), attempt, id, proof);
  return result.ok ? "ok" : result.error.code;
};

describe.each(Object.keys(strategies) as StrategyId[])("[B02] the contract of %s", (id) => {
  const { right, wrong, reusable, livesSeconds, switchOff, outlivesItsSwitch } = arrangements[id];
  const arrange = async () => {
    const person = await createPerson();
    const subject = await begin(id, person.email, person.userId);
    return { person, subject, proof: await right(subject, person) };
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
    expect(await show(subject, id, wrong)).toMatch(/_incorrect$/);
    const other = await createPerson();
    expect(await show(await begin(id, other.email, other.userId), id, proof)).toMatch(/_incorrect$/);
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
    expect(await show(subject, id, proof)).toBe(reusable ? "ok" : "code_used");
  });

  it("refuses an expired proof", async () => {
    const { subject, proof } = await arrange();
    if (livesSeconds !== null) subject.browser.wait(livesSeconds + 1);
    expect(await show(subject, id, proof)).toBe(livesSeconds === null ? "ok" : "code_expired");
  });

  it("caps the tries", async () => {
    const { subject, proof } = await arrange();
    for (let index = 0; index < 10; index++) await show(subject, id, wrong);
    expect(await show(subject, id, proof)).toMatch(/^(locked|too_many_tries)$/);
  });

  it("[EN-01] answers the same for a person nobody knows", async () => {
    const { subject } = await arrange();
    const stranger = await begin(id, freshAddress(), null);
    const answers = async (one: Subject) => {
      const seen: string[] = [];
      for (let index = 0; index < 11; index++) seen.push(await show(one, id, wrong));
      return seen;
    };
    expect(await answers(stranger)).toEqual(await answers(subject));
  });

  it("is refused while an admin has it switched off", async () => {
    const { subject, proof } = await arrange();
    switchOff(subject.browser);
    expect(await show(subject, id, proof)).toBe(outlivesItsSwitch ? "ok" : "strategy_unavailable");
  });
});
