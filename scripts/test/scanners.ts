import { ensureProgram, findProgram, type Program } from "./program";

/** Attackers who share nothing with us: what they find is there to be found. */
const SQLMAP: Program = {
  name: "sqlmap",
  marker: /^\d+\.\d+/m,
  variable: "SQLMAP_PATH",
  elsewhere: "macOS: brew install sqlmap; elsewhere the package sqlmap",
};
const WAPITI: Program = {
  name: "wapiti",
  marker: /^Wapiti \d/m,
  variable: "WAPITI_PATH",
  elsewhere: "pipx install wapiti3, or the package wapiti",
};

/** @returns the first of each on this machine that runs, by the variable that names it; empty for none. */
export const findScanners = async () => ({
  SQLMAP_PATH: (await findProgram(SQLMAP)) ?? "",
  WAPITI_PATH: (await findProgram(WAPITI)) ?? "",
});

/**
 * Brings those that are missing, one after the other.
 * @returns all there are now, by the variables that name them, and a sentence for each that could not be had.
 */
export async function ensureScanners(): Promise<{ paths: Record<string, string>; missing: string[] }> {
  const paths: Record<string, string> = {};
  const missing: string[] = [];
  for (const scanner of [SQLMAP, WAPITI]) {
    try {
      paths[scanner.variable] = await ensureProgram(scanner);
    } catch (error) {
      missing.push((error as Error).message);
    }
  }
  return { paths, missing };
}
