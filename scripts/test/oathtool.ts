import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackage, isDebian, isRoot, unpackPackages } from "./debian";
import { output } from "./output";

/** Where it is unpacked when it can't be installed. */
const UNPACKED = fileURLToPath(new URL("../../node_modules/.cache/oathtool", import.meta.url));
const LAUNCHER = join(UNPACKED, "oathtool");

const candidates = () => {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"].filter(Boolean);
  const paths = [process.env.OATHTOOL_PATH ?? "", ...folders.map((folder) => join(folder, "oathtool")), LAUNCHER];
  return [...new Set(paths)].filter((path) => path !== "" && existsSync(path));
};

/** @returns the first oathtool on this machine that runs, or null. */
export async function findOathtool(): Promise<string | null> {
  for (const path of candidates()) {
    if ((await output(path, ["--version"], 10))?.includes("OATH")) return path;
  }
  return null;
}

/** Unpacks it with its library, and writes a launcher that finds the one for the other. */
async function unpack(): Promise<void> {
  rmSync(UNPACKED, { recursive: true, force: true });
  mkdirSync(UNPACKED, { recursive: true });
  // The library's name ends differently from release to release.
  if (!(await unpackPackages(["oathtool", "liboath0*"], UNPACKED))) return;
  const libraries = join(UNPACKED, "usr", "lib");
  const folders = readdirSync(libraries).map((folder) => join(libraries, folder));
  writeFileSync(
    LAUNCHER,
    `#!/bin/sh\nLD_LIBRARY_PATH='${folders.join(":")}' exec '${join(UNPACKED, "usr", "bin", "oathtool")}' "$@"\n`,
    { mode: 0o755 },
  );
}

/** @returns an oathtool that runs, brought first if need be. @throws a sentence that says what to do. */
export async function ensureOathtool(): Promise<string> {
  const found = await findOathtool();
  if (found) return found;
  if (isDebian() && !(isRoot && (await installPackage("oathtool")))) await unpack();
  const brought = await findOathtool();
  if (brought) return brought;
  throw new Error(
    [
      isDebian()
        ? "No oathtool was found, and apt did not bring it (is there a network?). Install the package oathtool yourself,"
        : "No oathtool was found. Install it (macOS: brew install oath-toolkit; elsewhere the package oathtool),",
      "or set OATHTOOL_PATH to the program, then run this again.",
    ].join("\n"),
  );
}
