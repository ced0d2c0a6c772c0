import { describe, expect, it } from "vitest";
import { backupCodesFileName, backupCodesText } from "./backup-codes-file";

describe("the file of backup codes", () => {
  it.each([
    ["Acme", "Acme_backup_codes.txt"],
    ["Acme & Söhne", "Acme_Söhne_backup_codes.txt"],
    ["../../etc/passwd\u202Egpj", "etc_passwd_gpj_backup_codes.txt"],
    ["हिन्दी", "हिन्दी_backup_codes.txt"],
    ["<>", "backup_codes.txt"],
  ])("of %j is called %j", (appName, name) => expect(backupCodesFileName(appName)).toBe(name));

  it("says whose they are, of when, how to use them, and lists each on a line", () => {
    const text = backupCodesText("Acme", ["abcd-efgh-jkmn-pqrs", "0123-4567-89ab-cdef"], new Date(2026, 9, 5));
    expect(text).toBe(
      [
        "Acme: backup codes",
        "Made on October 5, 2026. Newer codes make these void.",
        "",
        "When you are asked for your second step, choose a backup code and enter one of these. Each works once.",
        "",
        "abcd-efgh-jkmn-pqrs",
        "0123-4567-89ab-cdef",
        "",
      ].join("\n"),
    );
  });
});
