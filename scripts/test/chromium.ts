import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { installPackage, isDebian, isRoot } from "./debian";
import { output } from "./output";

/** Nothing the browser does on its own account: no look-ups, no updates, no first-run pages. */
export const CHROMIUM_ARGS = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export interface Browser {
  path: string;
  /** Chromium's sandbox needs an ordinary user and a kernel that lends it namespaces. */
  sandbox: boolean;
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== "";

const candidates = () =>
  [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].filter((path) => isSet(path) && existsSync(path)) as string[];

/** Opens a page: a stub that only says which package to install fails this, and so does a sandbox that cannot start. */
async function opensPage({ path, sandbox }: Browser): Promise<boolean> {
  const profile = mkdtempSync(join(tmpdir(), "chromium-check-"));
  const args = [...CHROMIUM_ARGS, "--headless", "--disable-gpu", `--user-data-dir=${profile}`];
  if (!sandbox) args.push("--no-sandbox");
  const printed = await output(path, [...args, "--dump-dom", "data:text/html,<p>it opens</p>"], 30);
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  return printed?.includes("<p>it opens</p>") ?? false;
}

/** @returns the first Chromium or Chrome on this machine that opens a page, or null. */
export async function findChromium(): Promise<Browser | null> {
  for (const path of candidates()) {
    for (const sandbox of isRoot ? [false] : [true, false]) {
      if (await opensPage({ path, sandbox })) return { path, sandbox };
    }
  }
  return null;
}

async function install(): Promise<void> {
  if (isRoot && isDebian() && (await installPackage("chromium")) && (await findChromium())) return;
  await output("npx", ["playwright", "install", ...(isRoot ? ["--with-deps"] : []), "chromium"], 300);
}

/** @returns a Chromium that opens a page, installed first if need be. @throws a sentence that says what to do. */
export async function ensureChromium(): Promise<Browser> {
  const found = await findChromium();
  if (found) return found;
  await install();
  const installed = await findChromium();
  if (installed) return installed;
  throw new Error(
    [
      "No Chromium was found, and installing one did not work (is there a network?).",
      "Install Chromium or Chrome yourself, or set CHROMIUM_PATH to the program, then run this again.",
    ].join("\n"),
  );
}
