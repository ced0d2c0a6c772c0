import { execFileSync } from "node:child_process";

/** @returns how much memory a process has, in megabytes. */
export const residentMegabytes = (pid: number) => Number(execFileSync("ps", ["-o", "rss=", "-p", `${pid}`])) / 1024;
