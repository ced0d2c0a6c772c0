const LONGEST = 200;

/**
 * Makes a line of text of a value somebody else chose (an app name, a device, an address); React escapes it afterwards.
 * @returns at most 200 characters without line breaks, control characters or marks that turn the reading direction.
 */
export function plain(value: string): string {
  const line = value.replace(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]+/gu, " ").trim();
  return [...line].slice(0, LONGEST).join("");
}
