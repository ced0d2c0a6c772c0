import { readFileSync, writeFileSync } from "node:fs";

/*
 * Loaded before a server under test (`node --import`): its wall clock is off by the milliseconds in the file that
 * SHIFTED_CLOCK names, as after a step of the machine's clock. Timers go on by the clock that only runs forward, as they
 * do there too. What it has taken stands in a file beside.
 */
const RealDate = Date;
const realNow = Date.now;
const file = process.env.SHIFTED_CLOCK;
let shift;
const look = () => {
  const given = Number(readFileSync(file, "utf8"));
  if (given === shift) return;
  shift = given;
  writeFileSync(`${file}.taken`, `${shift}`);
};
look();
setInterval(look, 20).unref();

RealDate.now = () => realNow() + shift;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, created) =>
    Reflect.construct(target, given.length > 0 ? given : [RealDate.now()], created),
  apply: () => new RealDate(RealDate.now()).toString(),
});
