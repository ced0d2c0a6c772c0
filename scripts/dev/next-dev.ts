import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { isIPv6 } from "node:net";
import { parseArgs } from "node:util";

/** They stand for every address of the machine, and cannot be opened. */
const ANY_ADDRESS = ["0.0.0.0", "::"];

/**
 * @param args what follows `npm run dev --`.
 * @returns `hostname`, where the app listens: only on this machine unless `--hostname` (`-H`) says otherwise; and
 * `urlHost`, what it is called in an address. @throws for an option that does not exist.
 */
export function listenOn(args: string[]): { hostname: string; urlHost: string } {
  const { hostname } = parseArgs({
    args,
    options: { hostname: { type: "string", short: "H", default: "localhost" } },
  }).values;
  if (ANY_ADDRESS.includes(hostname)) return { hostname, urlHost: "localhost" };
  return { hostname, urlHost: isIPv6(hostname) ? `[${hostname}]` : hostname };
}

/** Starts `next dev`, which without `-H` would listen on every address of the machine. */
export function startNextDev(
  project: string,
  { hostname, port }: { hostname: string; port: number },
  options: { env: NodeJS.ProcessEnv; stdio: "inherit" | "ignore" },
): ChildProcess {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  return spawn(process.execPath, [next, "dev", "-H", hostname, "-p", String(port)], { cwd: project, ...options });
}
