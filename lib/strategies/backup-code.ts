import "server-only";
import { z } from "zod";
import { fail, ok } from "@/lib/errors";
import { BACKUP_CODE_BITS, BACKUP_CODES, spendBackupCode } from "@/lib/users/backup-codes";
import type { Strategy } from "./strategy";
import { countTry } from "./tries";

const proof = z.object({
  code: z.string("Enter a backup code.").trim().min(1, "Enter a backup code.").max(64, "That is too long for a code."),
});

/** One of the codes a person has kept for when the other second factor is out of reach. */
export const backupCode: Strategy<z.infer<typeof proof>> = {
  id: "backup-code",
  factor: "second",
  identifiers: [],
  provesIdentifier: false,
  guessing: { locksAs: null, ceiling: { perYear: 0.0009, chance: () => BACKUP_CODES / 2 ** BACKUP_CODE_BITS } },
  enabled: (_settings, _flow, stage) => stage === "second-factor",
  proof,

  async verify(context, { code }) {
    const { attempt, now } = context;
    const counted = await countTry(context);
    if (!counted.ok) return counted;
    const verdict = attempt.userId ? await spendBackupCode(attempt.userId, code, now) : "wrong";
    if (verdict === "right" && attempt.userId) return ok({ userId: attempt.userId });
    return fail(verdict === "used" ? "backup_code_used" : "backup_code_incorrect");
  },
};
