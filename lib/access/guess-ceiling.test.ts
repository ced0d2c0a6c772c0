import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { forgetGuesses, returnGuess, roomAt, takeGuess } from "./guess-ceiling";

const DAY = 86_400_000;
/** Powers of two add up exactly. */
const PER_YEAR = 2 ** -10;
const CHANCE = 2 ** -17;
const subject = () => `user:${randomUUID()}:email-code`;
const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * DAY);

it("[RL-01 RL-02] of 200 guesses at once as many are let through as there is room for, and not one more", async () => {
  const one = subject();
  const taken = await Promise.all(Array.from({ length: 200 }, () => takeGuess(one, CHANCE, PER_YEAR, now)));
  expect(taken.filter(Boolean)).toHaveLength(64);
});

it("[RL-01] whoever guesses whenever there is room stays below the ceiling in any 365 days", async () => {
  const one = subject();
  const hits: number[] = [];
  for (let day = 0; day < 800; day++) {
    while (await takeGuess(one, CHANCE, PER_YEAR, later(day))) hits.push(day);
  }
  const most = Math.max(...hits.map((from) => hits.filter((day) => day >= from && day < from + 365).length));
  expect(most * CHANCE).toBeLessThanOrEqual(PER_YEAR);
  expect(most * CHANCE).toBeGreaterThan(PER_YEAR * 0.95);
});

it("says when there is room again, and there is", async () => {
  const one = subject();
  while (await takeGuess(one, CHANCE, PER_YEAR, now));
  const at = await roomAt(one, CHANCE, PER_YEAR, now);
  expect(at.getTime()).toBeGreaterThan(now.getTime());
  expect(await takeGuess(one, CHANCE, PER_YEAR, new Date(at.getTime() - DAY))).toBe(false);
  expect(await takeGuess(one, CHANCE, PER_YEAR, new Date(at.getTime() + 1000))).toBe(true);
  expect((await roomAt(subject(), CHANCE, PER_YEAR, now)).getTime()).toBeLessThan(now.getTime());
});

it("takes back what was right, and forgets on demand; a clock that goes back gives nothing away", async () => {
  const one = subject();
  while (await takeGuess(one, CHANCE, PER_YEAR, now));
  await returnGuess(one, CHANCE);
  expect(await takeGuess(one, CHANCE, PER_YEAR, later(-400))).toBe(true);
  expect(await takeGuess(one, CHANCE, PER_YEAR, later(-400))).toBe(false);
  await forgetGuesses(db, [one]);
  expect(await takeGuess(one, CHANCE, PER_YEAR, now)).toBe(true);
});
