/**
 * The same letters, however they are cased or composed: a close stand-in for Unicode's full case folding, which the
 * language lacks. ß and ẞ are ss, the Kelvin sign is k, and all four i (I, İ, ı, i) are one. Idempotent.
 */
export const foldCase = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307+/g, "i")
    .normalize("NFKC");
