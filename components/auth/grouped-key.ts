/** @returns a key in groups of four, as people copy it by hand. */
export const groupedKey = (key: string): string => key.match(/.{1,4}/g)?.join(" ") ?? "";
