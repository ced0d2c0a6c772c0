"use server";

import { z } from "zod";
import { continueSignUp, resendSignUpCode, startSignUp, verifySignUp } from "@/lib/flows/sign-up";
import { publicAction } from "@/lib/safe-action";
import { emailField } from "@/lib/users/email-address";
import { nameField } from "@/lib/users/name";

const names = { firstName: nameField.optional(), lastName: nameField.optional() };

const startSchema = z.object({ email: emailField, ...names, redirect_url: z.string().optional() });
export const startSignUpAction = publicAction(startSchema, ({ redirect_url, ...input }, { visit }) =>
  startSignUp(visit, { ...input, redirectUrl: redirect_url }),
);

export const resendCodeAction = publicAction(z.object({}), (_, { visit }) => resendSignUpCode(visit));

export const verifyCodeAction = publicAction(z.object({ code: z.unknown() }), (proof, { visit }) =>
  verifySignUp(visit, proof),
);

const continueSchema = z.object({
  ...names,
  password: z.string().max(512, "That is too long for a password.").optional(),
});
export const continueSignUpAction = publicAction(continueSchema, (input, { visit }) => continueSignUp(visit, input));
