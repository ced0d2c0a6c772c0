import { findProgram, type Program } from "./program";

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
