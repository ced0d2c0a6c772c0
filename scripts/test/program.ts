import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackage, isDebian, isRoot, unpackPackage } from "./debian";
import { output } from "./output";

/** A program of a Debian package of the same name that tests ask for a second opinion. */
export interface Program {
  name: string;
  /** What its `--version` says. */
  marker: RegExp;
  /** The variable that names it. */
  variable: string;
  /** How to get it elsewhere. */
  elsewhere: string;
}

/** Where it is unpacked when it can't be installed. */
const unpackedAt = (name: string) => fileURLToPath(new URL(`../../node_modules/.cache/${name}`, import.meta.url));

function candidates({ name, variable }: Program): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"].filter(Boolean);
  const installed = folders.map((folder) => join(folder, name));
  const paths = [process.env[variable] ?? "", ...installed, join(unpackedAt(name), name)];
  return [...new Set(paths)].filter((path) => path !== "" && existsSync(path));
}

/** @returns the first one on this machine that runs, or null. */
export async function findProgram(program: Program): Promise<string | null> {
  for (const path of candidates(program)) {
    if (program.marker.test((await output(path, ["--version"], 10)) ?? "")) return path;
  }
  return null;
}

/** Unpacks it with its libraries, and writes a launcher that finds the ones for the other. */
async function unpack({ name }: Program): Promise<void> {
  const folder = unpackedAt(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (!(await unpackPackage(name, folder))) return;
  const libraries = join(folder, "usr", "lib");
  const folders = existsSync(libraries) ? readdirSync(libraries).map((entry) => join(libraries, entry)) : [];
  const lines = [
    "#!/bin/sh",
    `export LD_LIBRARY_PATH='${folders.join(":")}' PYTHONPATH='${join(libraries, "python3", "dist-packages")}'`,
    `exec '${join(folder, "usr", "bin", name)}' "$@"`,
  ];
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`, { mode: 0o755 });
}

/** @returns one that runs, brought first if need be. @throws a sentence that says what to do. */
export async function ensureProgram(program: Program): Promise<string> {
  const { name, variable, elsewhere } = program;
  const found = await findProgram(program);
  if (found) return found;
  if (isDebian() && !(isRoot && (await installPackage(name)))) await unpack(program);
  const brought = await findProgram(program);
  if (brought) return brought;
  throw new Error(
    [
      isDebian()
        ? `No ${name} was found, and apt did not bring it (is there a network?). Install the package ${name} yourself,`
        : `No ${name} was found. Install it (${elsewhere}),`,
      `or set ${variable} to the program, then run this again.`,
    ].join("\n"),
  );
}
