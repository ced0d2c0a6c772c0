import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second (Linux, USER_HZ). */
const TICK_MS = 10;

/** @returns how long a process has kept processors busy, with all its threads, in milliseconds. */
export function processorTime(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (existsSync(file)) {
    // The name of the program, in brackets, may hold anything; user and system time are the 14th and 15th field.
    const [user, system] = (readFileSync(file, "utf8").split(") ").at(-1) ?? "").split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * TICK_MS;
  }
  // macOS: minutes:seconds.hundredths.
  const [minutes, seconds] = execFileSync("ps", ["-o", "time=", "-p", `${pid}`], { encoding: "utf8" })
    .trim()
    .split(":");
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}
