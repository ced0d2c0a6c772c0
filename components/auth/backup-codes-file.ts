/** @returns the name of the file: the site's, of letters and digits only, so that every system takes it. */
export function backupCodesFileName(appName: string): string {
  const name = appName.match(/[\p{L}\p{M}\p{N}]+/gu)?.join("_");
  return name ? `${name}_backup_codes.txt` : "backup_codes.txt";
}

/** @returns what is saved and printed: whose codes, of when, how to use them, and the codes, one a line. */
export function backupCodesText(appName: string, codes: readonly string[], madeAt: Date): string {
  const date = new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(madeAt);
  return [
    `${appName}: backup codes`,
    `Made on ${date}. Newer codes make these void.`,
    "",
    "When you are asked for your second step, choose a backup code and enter one of these. Each works once.",
    "",
    ...codes,
    "",
  ].join("\n");
}
