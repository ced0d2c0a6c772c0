import { execFileSync } from "node:child_process";

/**
 * The code an authenticator app shows at a moment, by a program that shares nothing with ours.
 * @param seed in base32.
 */
export function oathCode(seed: string, at: Date): string {
  const program = process.env.OATHTOOL_PATH;
  if (!program) throw new Error("No oathtool was found. Install it (the package oathtool), or run: npm test");
  const now = `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return execFileSync(program, ["--totp", "--base32", "--now", now, seed], { encoding: "utf8" }).trim();
}
