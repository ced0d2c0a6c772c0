import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, isIPv4 } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { startIdentityProvider } from "../identity-provider";
import { testEnvironment } from "../test/environment";
import { freePort } from "./free-port";
import { listenOn, startNextDev } from "./next-dev";

/** Where only a server answers that listens on every address: where others reach it; on Linux also all of 127.0.0.0/8. */
const OTHER_ADDRESSES = [
  ...(process.platform === "linux" ? ["127.0.0.2"] : []),
  ...Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address),
];

/** @returns whether somebody listens there. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    for (const event of ["error", "timeout"]) socket.once(event, () => end(false));
  });
}
const reachedAt = async (port: number) => {
  const found = await Promise.all(OTHER_ADDRESSES.map((host) => answers(host, port)));
  return OTHER_ADDRESSES.filter((_, index) => found[index]);
};

it.each([
  [[], "localhost", "localhost"],
  [["-H", "0.0.0.0"], "0.0.0.0", "localhost"],
  [["--hostname", "::"], "::", "localhost"],
  [["--hostname=192.168.1.5"], "192.168.1.5", "192.168.1.5"],
  [["-H", "::1"], "::1", "[::1]"],
])("`npm run dev -- %j` listens on %s", (args, hostname, urlHost) => {
  expect(listenOn(args)).toEqual({ hostname, urlHost });
});

it.each([[["--host", "0.0.0.0"]], [["0.0.0.0"]], [["-H"]]])("and refuses %j", (args) => {
  expect(() => listenOn(args)).toThrow();
});

it.each([
  { args: [], reached: [] },
  // The other family is the system's to decide.
  { args: ["-H", "0.0.0.0"], reached: OTHER_ADDRESSES.filter(isIPv4) },
])(
  "[B01] by `npm run dev -- $args` the app is reached where it was asked to be, and nowhere else",
  async ({ args, reached }) => {
    const { hostname } = listenOn(args);
    // Nothing is compiled before a page is asked for: an empty app does.
    const project = mkdtempSync(path.join(tmpdir(), "next-dev-"));
    mkdirSync(path.join(project, "app"));
    const port = await freePort(20_000 + (process.pid % 20_000), hostname);
    const child = startNextDev(project, { hostname, port }, { env: testEnvironment(), stdio: "ignore" });
    try {
      await expect.poll(() => answers("localhost", port), { timeout: 15_000 }).toBe(true);
      expect(await reachedAt(port)).toEqual(reached);
    } finally {
      child.kill();
      await once(child, "exit");
      rmSync(project, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);

it("[B01] so is the identity provider", async () => {
  const provider = await startIdentityProvider({ appOrigin: "http://localhost:3000" });
  const { hostname, port } = new URL(provider.origin);
  expect(await answers(hostname, Number(port))).toBe(true);
  expect(await reachedAt(Number(port))).toEqual([]);
  await provider.stop();
});

it("[FW-05] `npm run dev` with NODE_ENV=production touches nothing, and says what to run", async () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const args = ["--import", "tsx", "--conditions=react-server", "scripts/dev.ts"];
  const env = testEnvironment({ NODE_ENV: "production", DATABASE_URL: "postgres://u:p@127.0.0.1:1/app" });
  const child = execFile(process.execPath, args, { cwd: root, env, timeout: 15_000 });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  expect(said).toMatch(/npm run build && npm start/);
  expect(code).toBe(1);
});
