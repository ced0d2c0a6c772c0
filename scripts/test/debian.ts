import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output } from "./output";

export const isRoot = process.getuid?.() === 0;

export const isDebian = (): boolean =>
  existsSync("/etc/os-release") && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));

let updated: Promise<string | null> | undefined;

/** Installs a package, as root. @returns whether that worked. */
export async function installPackage(name: string): Promise<boolean> {
  updated ??= output("apt-get", ["update"], 180);
  if ((await updated) === null) return false;
  return (await output("apt-get", ["install", "--yes", "--no-install-recommends", name], 300)) !== null;
}

/**
 * Unpacks a package, with whatever it needs that this machine lacks, into a folder of one's own, which takes no root.
 * @returns whether that worked.
 */
export async function unpackPackage(name: string, folder: string): Promise<boolean> {
  const work = mkdtempSync(join(tmpdir(), "packages-"));
  try {
    if (!(await download(name, work))) return false;
    const files = readdirSync(work).filter((file) => file.endsWith(".deb"));
    for (const file of files) {
      if ((await output("dpkg", ["--extract", join(work, file), folder], 60)) === null) return false;
    }
    return files.length > 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** By the machine's lists of packages; where they are missing or too old, by fresh ones beside the packages. */
async function download(name: string, work: string): Promise<boolean> {
  if (await downloadBy([], name, work)) return true;
  const [state, cache] = [join(work, "state"), join(work, "cache")];
  for (const folder of [join(state, "lists", "partial"), join(cache, "archives", "partial")]) {
    mkdirSync(folder, { recursive: true });
  }
  const own = [`Dir::State=${state}`, "Dir::State::status=/var/lib/dpkg/status", `Dir::Cache=${cache}`];
  const options = own.flatMap((option) => ["-o", option]);
  return (
    (await output("apt-get", [...options, "update"], 180, work)) !== null && (await downloadBy(options, name, work))
  );
}

/** What an installation would bring, without one. */
async function downloadBy(options: string[], name: string, work: string): Promise<boolean> {
  const simulated = await output("apt-get", [...options, "install", "--simulate", "--no-install-recommends", name], 60);
  const missing = [...(simulated ?? "").matchAll(/^Inst (\S+)/gm)].map(([, one]) => one ?? "");
  return missing.length > 0 && (await output("apt-get", [...options, "download", ...missing], 120, work)) !== null;
}
