import commonWords from "@zxcvbn-ts/language-en/dist/commonWords.json.mjs";
import firstNames from "@zxcvbn-ts/language-en/dist/firstnames.json.mjs";
import wordSequences from "@zxcvbn-ts/language-en/dist/wordSequences.json.mjs";
import { createEstimator } from "@/lib/users/strength";

/**
 * The server's estimator without its lists of surnames and rarer words, which it therefore overrates: half the bytes.
 * Still half a megabyte on the wire, so only ever imported once somebody chooses a password.
 */
export const estimate = createEstimator({
  "commonWords-en": commonWords,
  "firstnames-en": firstNames,
  ...wordSequences,
});
