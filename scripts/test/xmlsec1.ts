import { ensureProgram, findProgram, type Program } from "./program";

/** Signatures of XML, by a program that shares nothing with ours. */
const XMLSEC1: Program = {
  name: "xmlsec1",
  marker: /^xmlsec1 /,
  variable: "XMLSEC1_PATH",
  elsewhere: "macOS: brew install libxmlsec1; elsewhere the package xmlsec1",
};

/** @returns the first xmlsec1 on this machine that runs, or null. */
export const findXmlsec1 = () => findProgram(XMLSEC1);

/** @returns an xmlsec1 that runs, brought first if need be. @throws a sentence that says what to do. */
export const ensureXmlsec1 = () => ensureProgram(XMLSEC1);
