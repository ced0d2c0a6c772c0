import { parseJson } from "./parse-json";

/* What a page sends to call a server action (React's `encodeReply`). Next answers 500 to whatever it can't decode. */

/** Ours take a state and a form; whoever binds values to one has a few more. */
const ARGUMENTS_MAX = 16;
/**
 * A text that stands for something else: of all there is, dates, numbers JSON lacks, nothing at all, and the form that
 * comes along. Maps, streams, functions, and values in other parts, which can refer to each other without end, are none
 * of what actions of ours are called with.
 */
const FOREIGN = /^\$(?![$DIKNu-])/;

/** @returns whether this can be an action's arguments. @param text of a call without a form, or the form's part `0`. */
export function isArguments(text: unknown): boolean {
  const list = read(text);
  return Array.isArray(list) && list.length <= ARGUMENTS_MAX && isPlain(list);
}

/** @returns whether this form brings its arguments along: in one part, with the fields of the forms among them. */
export function isCall(form: FormData): boolean {
  const rows = [...form.keys()].filter((name) => !/^_[0-9a-f]+_/.test(name));
  return rows.length === 1 && rows[0] === "0" && isArguments(form.get("0"));
}

/**
 * Without a script a browser posts a form with the action's name in hidden fields, as React has written them.
 * @returns whether they are as it writes them; a form that has none calls no action.
 */
export function isNamedWell(form: FormData): boolean {
  const names = [...form.keys()].filter((name) => name.startsWith("$ACTION_REF_"));
  return names.length <= 1 && names.every((name) => isBound(form, `$ACTION_${name.slice("$ACTION_REF_".length)}:`));
}

function isBound(form: FormData, prefix: string): boolean {
  const [action, ...others] = form.getAll(`${prefix}0`);
  const { id, bound } = (read(action) ?? {}) as { id?: unknown; bound?: unknown };
  // Next looks for the id in the text, React in the object: only what is written in one way is the same to both.
  const isAsWritten = others.length === 0 && JSON.stringify({ id, bound }) === action && typeof id === "string";
  const [values, ...more] = form.getAll(`${prefix}1`);
  return isAsWritten && (bound === null || (bound === "$@1" && more.length === 0 && isArguments(values)));
}

function read(text: unknown): unknown {
  try {
    return typeof text === "string" ? parseJson(text) : undefined;
  } catch {
    return undefined;
  }
}

const isPlain = (value: unknown): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value).every(isPlain)
    : typeof value !== "string" || !FOREIGN.test(value);
