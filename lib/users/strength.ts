import { type OptionsDictionary, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";

export interface Strength {
  /** 0 (guessed at once) to 4 (holds against a stolen hash). */
  score: 0 | 1 | 2 | 3 | 4;
  /** What would make it harder to guess. */
  hint: string;
}

/**
 * Bounds on the work: with the library's own, 128 characters of substitutions like `4@$` take half a second; with these,
 * what is typed takes well under a tenth. A long password is judged by its beginning, which is long enough for the
 * highest score; of its substitutions the likeliest readings are tried (every one up to three ambiguous characters).
 */
const BOUNDS = { maxLength: 48, l33tMaxSubstitutions: 10 };

const KEYBOARD = "Avoid rows of keys.";
const REPEATS = "Avoid repeating the same characters or words.";
const DATES = "Avoid dates and years.";
const COMMON = "It is close to one that many people use.";
const NAMES = "Avoid names.";
const MORE = "Add a few words that don't belong together.";
/** zxcvbn's warnings, which are keys as long as nobody translates them. */
const hints: Record<string, string> = {
  straightRow: KEYBOARD,
  keyPattern: KEYBOARD,
  simpleRepeat: REPEATS,
  extendedRepeat: REPEATS,
  sequences: "Avoid sequences like abc or 123.",
  recentYears: DATES,
  dates: DATES,
  topTen: COMMON,
  topHundred: COMMON,
  common: COMMON,
  similarToCommon: COMMON,
  namesByThemselves: NAMES,
  commonNames: NAMES,
  userInputs: "Avoid what is known about you, and the name of this site.",
};

/**
 * Makes an estimator of how many guesses a password takes, by zxcvbn. Building it takes tens of milliseconds: keep it.
 * @param dictionary word lists beside the common passwords, by frequency.
 * @returns a function of the password and of what an attacker knows about its owner.
 */
export function createEstimator(dictionary: OptionsDictionary): (password: string, known?: string[]) => Strength {
  const zxcvbn = new ZxcvbnFactory({
    ...BOUNDS,
    graphs: adjacencyGraphs,
    dictionary: { ...common, ...dictionary },
  });
  return (password, known = []) => {
    const { score, feedback } = zxcvbn.check(password.normalize("NFKC"), known);
    return { score, hint: hints[feedback.warning ?? ""] ?? MORE };
  };
}
