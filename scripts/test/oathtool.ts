import { ensureProgram, findProgram, type Program } from "./program";

/** Codes of authenticator apps, by a program that shares nothing with ours. */
const OATHTOOL: Program = {
  name: "oathtool",
  marker: /OATH/,
  variable: "OATHTOOL_PATH",
  elsewhere: "macOS: brew install oath-toolkit; elsewhere the package oathtool",
};

/** @returns the first oathtool on this machine that runs, or null. */
export const findOathtool = () => findProgram(OATHTOOL);

/** @returns an oathtool that runs, brought first if need be. @throws a sentence that says what to do. */
export const ensureOathtool = () => ensureProgram(OATHTOOL);
