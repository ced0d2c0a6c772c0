import { expect } from "@playwright/test";
import type { Inbox } from "../support/inbox";
import type { Arena } from "./arena";
import { ANSWERED_WITHIN_MS, type Diary, type Journey } from "./diary";
import type { Fault } from "./faults";
import { sumsAgree } from "./sums";
import type { Traffic } from "./traffic";

const JOURNEYS: Journey[] = ["visit", "look", "sign-up", "sign-in", "name"];
/** `/readyz` tells the loss within this time (OP-03), and everything works again this long after the return (B32). */
const NOTICED_WITHIN_MS = 5000;
const EVERY = { intervals: [100] };

/**
 * Lets one fault come and go under traffic, and asserts all that must hold: people are answered within ten seconds, with
 * a page or a 503; `/healthz` stays well, `/readyz` tells an outage; five seconds after the return everything works, in
 * the same process; and what was told, the rows and the mails agree.
 */
export async function playRound(fault: Fault, arena: Arena, diary: Diary, traffic: Traffic, inbox: Inbox) {
  const { server, postgres } = arena;
  const status = (path: string) => statusOf(server.url + path);
  const begun = performance.now();
  traffic.resume();
  await everyJourney(diary, begun, ANSWERED_WITHIN_MS, { well: true });

  const end = await fault.begin(arena, traffic);
  const lost = performance.now();
  try {
    if (fault.isOutage) {
      const options = { ...EVERY, timeout: NOTICED_WITHIN_MS, message: "/readyz tells the loss" };
      await expect.poll(() => status("/readyz"), options).toBe(503);
    }
    // Each kind of journey meets the fault, and comes to its end by being told so.
    await everyJourney(diary, lost, 2 * ANSWERED_WITHIN_MS);
    expect(await status("/healthz"), "/healthz during the fault").toBe(200);
  } finally {
    await end();
  }

  const back = performance.now();
  const left = () => Math.max(1, NOTICED_WITHIN_MS - (performance.now() - back));
  await expect
    .poll(() => status("/readyz"), { ...EVERY, timeout: left(), message: "/readyz after the return" })
    .toBe(200);
  const signsIn = () => diary.endedSince(back, { well: true }).has("sign-in");
  await expect.poll(signsIn, { ...EVERY, timeout: left(), message: "sign-in after the return" }).toBe(true);
  await everyJourney(diary, back, ANSWERED_WITHIN_MS, { well: true });
  await traffic.pause();

  expect.soft(diary.surprises, "what nobody may be told").toEqual([]);
  if (fault.isHarmless) expect.soft(diary.sorry(), "answers that say try again").toEqual([]);
  expect.soft(diary.broken(), "answers that were late, missing or no 503").toEqual([]);
  expect.soft(await postgres.with(async (sql) => sumsAgree(sql, diary, await inbox.mails())), "the sums").toEqual([]);
  expect.soft(isAlive(server.pid), "the process is the one that was started").toBe(true);
}

/** Waits until a journey of each kind that began after a moment has come to its end. */
async function everyJourney(diary: Diary, since: number, timeout: number, how?: { well: boolean }): Promise<void> {
  const message = `journeys ${how?.well ? "that went well" : "that ended"}`;
  await expect
    .poll(() => [...diary.endedSince(since, how)].sort(), { ...EVERY, timeout, message })
    .toEqual([...JOURNEYS].sort());
}

/** @returns 0 when nothing comes within two seconds. */
const statusOf = (url: string): Promise<number> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    ({ status }) => status,
    () => 0,
  );

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
