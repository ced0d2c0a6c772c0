import "server-only";
import { z } from "zod";
import { fail, ok } from "@/lib/errors";
import { isPasswordOf } from "@/lib/users/passwords";
import type { Strategy } from "./strategy";

/** Far above the ceiling for setting one, far below what would make hashing a weapon (PW-03). */
const PROOF_MAX = 512;

const proof = z.object({
  password: z
    .string("Enter your password.")
    .min(1, "Enter your password.")
    .max(PROOF_MAX, "That is too long for a password."),
});

/** A password the person has set. Its switch concerns new ones only: whoever has one keeps it (P18). */
export const password: Strategy<z.infer<typeof proof>> = {
  id: "password",
  factor: "first",
  identifiers: ["email", "phone", "username"],
  provesIdentifier: false,
  guessing: { locksAs: "password" },
  enabled: (_, flow) => flow === "sign-in" || flow === "step-up",
  proof,
  async verify({ attempt, now, isBlind }, { password }) {
    const userId = isBlind ? null : attempt.userId;
    const matches = await isPasswordOf(userId, password, now);
    return matches && userId ? ok({ userId }) : fail("credentials_incorrect");
  },
};
