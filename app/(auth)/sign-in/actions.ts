"use server";

import { z } from "zod";
import { chooseSignInMethod, startSignIn, verifySignIn } from "@/lib/flows/sign-in";
import { publicAction } from "@/lib/safe-action";
import { emailField } from "@/lib/users/email-address";

const startSchema = z.object({ identifier: emailField, redirect_url: z.string().optional() });
export const startSignInAction = publicAction(startSchema, (input, { visit }) =>
  startSignIn(visit, { email: input.identifier, redirectUrl: input.redirect_url }),
);

const methodSchema = z.object({ strategy: z.string() });
export const chooseMethodAction = publicAction(methodSchema, ({ strategy }, { visit }) =>
  chooseSignInMethod(visit, strategy),
);

export const verifyPasswordAction = publicAction(z.object({ password: z.unknown() }), (proof, { visit }) =>
  verifySignIn(visit, "password", proof),
);

export const verifyCodeAction = publicAction(z.object({ code: z.unknown() }), (proof, { visit }) =>
  verifySignIn(visit, "email-code", proof),
);
