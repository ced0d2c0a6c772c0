import { randomInt } from "node:crypto";

export const CODE_LENGTH = 6;

/** @returns six uniformly random decimal digits, leading zeros included. */
export const newCode = (): string =>
  randomInt(0, 10 ** CODE_LENGTH)
    .toString()
    .padStart(CODE_LENGTH, "0");
