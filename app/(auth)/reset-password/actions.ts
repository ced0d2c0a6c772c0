"use server";

import { z } from "zod";
import { finishReset, resendResetCode, startReset, verifyReset } from "@/lib/flows/reset-password";
import { publicAction } from "@/lib/safe-action";
import { identifierField } from "@/lib/users/identifier-field";

export const startResetAction = publicAction(z.object({ identifier: identifierField }), (input, { visit }) =>
  startReset(visit, input),
);

export const resendCodeAction = publicAction(z.object({}), (_, { visit }) => resendResetCode(visit));

export const verifyCodeAction = publicAction(z.object({ code: z.unknown() }), (proof, { visit }) =>
  verifyReset(visit, proof),
);

const newPasswordSchema = z.object({
  password: z.string("Enter a new password.").max(512, "That is too long for a password."),
  signOutOthers: z.literal("on").optional(),
});
export const newPasswordAction = publicAction(newPasswordSchema, ({ password, signOutOthers }, { visit }) =>
  finishReset(visit, { password, signOutOthers: signOutOthers === "on" }),
);
