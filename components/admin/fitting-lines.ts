/**
 * @returns a list that fits into a form, which may be 48 KB long: as it is where it does; else each entry once, and no
 * more of them than it takes for the server to say that they are too many.
 * @param most the most entries the list may have.
 */
export function fittingLines(text: string, most: number): string {
  if (text.split("\n").length <= most) return text;
  return linesOf(text)
    .slice(0, most + 1)
    .join("\n");
}

/** @returns the entries of a list, whatever their case, each once. */
export const linesOf = (text: string): string[] => {
  const lines = text.split("\n").map((line) => [line.trim().toLowerCase(), line.trim()] as const);
  return [...new Map(lines.filter(([folded]) => folded)).values()];
};
