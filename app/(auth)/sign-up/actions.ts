"use server";

import { z } from "zod";
import { continueSignUp, resendSignUp, startSignUp, verifySignUp } from "@/lib/flows/sign-up";
import { publicAction } from "@/lib/safe-action";
import { identifierField } from "@/lib/users/identifier-field";
import { nameField } from "@/lib/users/name";

const names = { firstName: nameField.optional(), lastName: nameField.optional() };

const fields = {
  email: identifierField.optional(),
  phone: identifierField.optional(),
  phoneCountry: z.string().max(2).optional(),
  username: identifierField.optional(),
  ...names,
};

const startSchema = z.object({ ...fields, redirect_url: z.string().optional() });
export const startSignUpAction = publicAction(startSchema, ({ redirect_url, ...input }, { visit }) =>
  startSignUp(visit, { ...input, redirectUrl: redirect_url }),
);

export const resendAction = publicAction(z.object({}), (_, { visit }) => resendSignUp(visit));

export const verifyCodeAction = publicAction(z.object({ code: z.unknown() }), (proof, { visit }) =>
  verifySignUp(visit, proof),
);

const continueSchema = z.object({
  ...fields,
  password: z.string().max(512, "That is too long for a password.").optional(),
});
export const continueSignUpAction = publicAction(continueSchema, (input, { visit }) => continueSignUp(visit, input));
