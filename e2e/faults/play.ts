import { readFileSync } from "node:fs";
import { createPerson } from "../support/people";
import { test } from "./arena";
import { Diary } from "./diary";
import type { Fault } from "./faults";
import { playRound } from "./round";
import { startTraffic } from "./traffic";

const isFull = process.env.FULL === "1";
const PEOPLE = 12;
/** Only whoever has one can change it, where sign-up asks for none. */
const NAME = "Ada";
const ROUNDS = 8;
/** Of one round at its longest: two waits for ten seconds, and the way there and back. */
const ROUND_MS = 60_000;

/** The test of one fault. `FULL=1` repeats it; without it it comes once. `ROUNDS` overrules both. */
export function play(fault: Fault): void {
  const rounds = Number(process.env.ROUNDS) || (isFull ? (fault.rounds ?? ROUNDS) : 1);
  test(`[B32 OP-02 OP-03 FW-05] ${fault.name}, ${rounds} times: people are told, nothing told is lost, and it works again`, async ({
    arena,
    inbox,
  }, testInfo) => {
    test.setTimeout(60_000 + rounds * ROUND_MS);
    const { server, postgres } = arena;
    const people = await postgres.with((sql) =>
      Promise.all(Array.from({ length: PEOPLE }, () => createPerson(sql, { firstName: NAME }))),
    );
    const diary = new Diary(server.url, people);
    const before = readFileSync(server.stderr).length;
    const traffic = await startTraffic(diary, inbox);
    try {
      for (let round = 1; round <= rounds; round++) {
        await test.step(`round ${round}`, () => playRound(fault, arena, diary, traffic, inbox));
      }
    } finally {
      await traffic.pause();
      const said = readFileSync(server.stderr).subarray(before).toString();
      await testInfo.attach("what people were told", {
        body: JSON.stringify(diary.summary(), null, 1),
        contentType: "text/plain",
      });
      await testInfo.attach("the arena's stderr", { body: said, contentType: "text/plain" });
    }
  });
}
