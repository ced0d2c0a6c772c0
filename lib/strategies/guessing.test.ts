import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FAILURES_EVER } from "@/lib/access/lockout";
import { CODE_LENGTH } from "@/lib/security/code";
import { defaultSettings } from "@/lib/settings/schema";
import { strategies } from ".";
import type { Context, StrategyId } from "./strategy";

const { lockoutFailures, lockoutMinutes } = defaultSettings.protection;
const everyHour = (60 / lockoutMinutes) * lockoutFailures;

/** A journey with one live code: an attempt that no row is about, so what is counted on top is what may be on its way. */
const context = {
  now: new Date(),
  settings: defaultSettings,
  attempt: { id: "00000000-0000-4000-8000-000000000000" },
} as Context;
const ONE_LIVE = 1 / 10 ** CODE_LENGTH;

const percent = (chance: number) => `${Number((chance * 100).toPrecision(3))} %`;
const oneIn = (chance: number) => {
  const odds = 1 / chance;
  return odds > 1e12 ? `1 in 10^${Math.floor(Math.log10(odds))}` : `1 in ${Math.round(odds).toLocaleString("en")}`;
};

async function rowOf(id: StrategyId): Promise<string[]> {
  const { guessing } = strategies[id];
  if (!guessing) return [id, "–", "nobody can guess it", "–", "–", "0 %"];
  const { locksAs, ceiling } = guessing;
  const inARow = locksAs
    ? `${lockoutFailures} lock for ${lockoutMinutes} min, ${FAILURES_EVER} until its owner is in`
    : "no lock";
  if (!ceiling) return [id, "chosen by a person", inARow, `${everyHour} an hour`, "none", "see below"];
  const isSent = strategies[id].start !== undefined;
  const chance = (await ceiling.chance(context)) + (isSent ? ONE_LIVE : 0);
  const tries = Math.floor(ceiling.perYear / chance + 1e-6);
  const most = tries > 1e9 ? "never reached" : tries.toLocaleString("en");
  return [id, oneIn(chance), inARow, most, percent(ceiling.perYear), percent(ceiling.perYear)];
}

const HEAD = [
  "Proof",
  "One try hits",
  "In a row, from new browsers",
  "Most tries a year",
  "Ceiling a year",
  "Chance a year",
];

/** The table as `docs/security.md` has it. */
async function table(): Promise<string> {
  const rows = await Promise.all((Object.keys(strategies) as StrategyId[]).sort().map(rowOf));
  return [HEAD, HEAD.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

describe("[RL-01] what can be guessed", () => {
  it("adds up as docs/security.md says", async () => {
    const [, section = ""] = readFileSync("docs/security.md", "utf8").split("\n## What a guesser gets\n");
    const shown = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
    // Whoever formats the page may pad its cells.
    const plain = (line: string) => line.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");
    expect(shown.map(plain)).toEqual((await table()).split("\n").map(plain));
  });

  it("stays under 0.1 % a year for six-digit codes, all kinds that are sent together, and for an app", () => {
    const perYear = (id: StrategyId) => strategies[id].guessing?.ceiling?.perYear ?? 1;
    const sent = Object.values(strategies).filter(({ start, guessing }) => start && guessing);
    expect(sent.map(({ id }) => id).sort()).toEqual(["email-code", "phone-code"]);
    expect(sent.reduce((sum, { id }) => sum + perYear(id), 0)).toBeLessThan(0.001);
    expect(perYear("totp")).toBeLessThan(0.001);
  });

  it("lets a hundred wrong tries at an app in a row happen before its ceiling does", async () => {
    const { chance, perYear } = strategies.totp.guessing?.ceiling ?? { chance: () => 1, perYear: 0 };
    expect(FAILURES_EVER * (await chance(context))).toBeLessThan(perYear / 2);
  });

  it("a lock bars what people carry in their heads or read off an app, and nothing that is sent", () => {
    const barred = Object.values(strategies).filter(({ guessing }) => guessing?.locksAs);
    expect(barred.map(({ id }) => id).sort()).toEqual(["password", "totp"]);
  });
});
