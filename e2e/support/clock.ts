import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "@playwright/test";

const PRELOAD = new URL("./shifted-clock.mjs", import.meta.url).href;

/** A clock of a server's own, at the true time until it is set. @param file where it stands. */
export function shiftedClock(file: string) {
  const write = (minutes: number) => writeFileSync(file, `${minutes * 60_000}`);
  write(0);
  return {
    /** What makes a server go by it. */
    env: { SHIFTED_CLOCK: file, NODE_OPTIONS: `--import ${PRELOAD}` },
    /** Puts it so many minutes from the true time, and waits until the server has it. */
    async set(minutes: number): Promise<void> {
      write(minutes);
      await expect
        .poll(() => Number(readFileSync(`${file}.taken`, "utf8")), { intervals: [20] })
        .toBe(minutes * 60_000);
    },
  };
}
