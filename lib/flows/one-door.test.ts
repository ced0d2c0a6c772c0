import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { devices, sessions } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";
import { hashPassword } from "@/lib/security/password-hash";
import { strategies } from "@/lib/strategies";
import type { StrategyId } from "@/lib/strategies/strategy";
import {
  arrange,
  BROUGHT,
  type Brought,
  type Cell,
  expectNoSession,
  MFA,
  type Mfa,
  PASSWORD,
  STATES,
  type State,
} from "./test-doors";
import { firsts, type Journey, journeys } from "./test-journeys";

/** What the registry holds is what the matrix goes through. */
const firstFactors = Object.values(strategies).flatMap(({ id, factor }) => (factor === "second" ? [] : [id]));

/** First factors that say by themselves who it is. */
const SAYS_WHO: StrategyId[] = ["passkey", "oauth", "enterprise", "wallet"];

interface Coordinates {
  journey: Journey;
  first: StrategyId;
  mfa: Mfa;
  state: State;
  brought: Brought;
}

/** @returns everything a browser may bring for people in good standing; for the others one of them, each in turn. */
const cellsOf = (journey: Journey, first: StrategyId, mfa: Mfa): Coordinates[] =>
  STATES.flatMap((state, index) => {
    const turn = Object.keys(journeys).indexOf(journey) + firstFactors.indexOf(first) + MFA.indexOf(mfa) + index;
    const brought = state === "active" ? BROUGHT : BROUGHT.slice(turn % BROUGHT.length).slice(0, 1);
    return brought.map((what) => ({ journey, first, mfa, state, brought: what }));
  });

/** @returns whether this journey of theirs ends signed in, once every step is done. */
function opens({ journey, first, mfa, state }: Coordinates): boolean {
  if (journey === "add-identifier") return false;
  if (journey === "reset-password" && !["email-code", "phone-code"].includes(first)) return false;
  if (state === "restricted" && first === "phone-code") return false;
  // No country gets messages: an admin has to reset whoever has nothing else (MF-08).
  if (state === "restricted" && mfa === "text message") return false;
  // A lock bars what strangers can guess, in browsers the account does not know: no other proof (RL-04).
  const isBarred = state === "locked" && (first === "password" || mfa === "app");
  if (SAYS_WHO.includes(first)) {
    if (journey !== "sign-in") return false;
    // Whoever was deleted is nobody a provider could name: they become somebody new (LK-07).
    if (state === "deleted") return first !== "passkey";
    return state !== "banned" && !isBarred;
  }
  if (journey === "sign-up") {
    // A taken identifier makes nobody; one that nobody proved, or whose person is gone, makes somebody new.
    return state === "deleted" || (state === "unverified" && first !== "password");
  }
  if (isBarred || state === "banned" || state === "deleted") return false;
  // The account names an address it never proved, and has proved a number: the address is somebody else's (LK-03).
  return !(state === "unverified" && mfa === "text message" && first !== "password");
}

/** @returns whether a last step lies between the first factor and the session. */
function owes({ journey, first, mfa, state }: Coordinates): boolean {
  if (mfa === "required, none yet") return true;
  if (journey === "sign-up" || state === "deleted") return false;
  // Whoever proves an address first sheds what a stranger had set up on the account (LK-01).
  return mfa !== "none" && !(state === "unverified" && !["password", ...SAYS_WHO].includes(first));
}

async function expectOpen({ browser, brought }: Cell, at: Coordinates): Promise<void> {
  const token = browser.jar.get("session");
  expect(token, "a cookie").toBeDefined();
  expect(token, "a new cookie").not.toBe(brought.session);
  const planted = eq(sessions.sessionToken, hashToken(brought.session ?? ""));
  expect(await db.$count(sessions, planted), "the session before").toBe(0);
  const [session] = await db
    .select()
    .from(sessions)
    .where(eq(sessions.sessionToken, hashToken(token ?? "")));
  expect(session, "a session").toBeDefined();
  expect(session?.secondFactorAt !== null, "with a second factor").toBe(owes(at));
  expect(session?.amr.length).toBe(owes(at) ? 2 : 1);
  const [device] = await db
    .select()
    .from(devices)
    .where(eq(devices.id, session?.deviceId ?? ""));
  expect(device?.tokenHash, "a device of a new token").toBe(hashToken(browser.jar.get("device") ?? ""));
  expect(browser.jar.get("device")).not.toBe(brought.device);
  expect(device?.trustedUntil, "trusted by nobody").toBeNull();
}

let passwordHash: string;
let walked = 0;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => void process.stdout.write(`one door: ${walked} ways in walked\n`));

describe("[B02 P44 MF-05] no session before the last step", () => {
  it("goes through every first factor of the registry", () => {
    expect(Object.keys(firsts).sort()).toEqual([...firstFactors].sort());
  });

  describe.each(Object.keys(journeys) as Journey[])("%s", (journey) => {
    describe.each(firstFactors)("by %s", (first) => {
      it.each(MFA)("with second factor: %s", async (mfa) => {
        const walk = async (at: Coordinates) => {
          const cell = await arrange(at, passwordHash);
          await journeys[journey](cell);
          if (opens(at)) await expectOpen(cell, at);
          else if (journey !== "add-identifier") await expectNoSession(cell, `at the end: ${at.state}, ${at.brought}`);
          walked++;
        };
        await Promise.all(cellsOf(journey, first, mfa).map(walk));
      });
    });
  });

  it("has walked all of them", () => {
    const cells = STATES.length - 1 + BROUGHT.length;
    expect(walked).toBe(Object.keys(journeys).length * firstFactors.length * MFA.length * cells);
  });
});
