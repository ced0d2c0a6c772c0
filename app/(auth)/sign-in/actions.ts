"use server";

import { z } from "zod";
import { finishPasskeySignIn } from "@/lib/flows/passkey-sign-in";
import { chooseSignInMethod, startSignIn, verifySignIn } from "@/lib/flows/sign-in";
import { startSocial } from "@/lib/flows/sso-start";
import { finishWalletSignIn } from "@/lib/flows/wallet-sign-in";
import { publicAction } from "@/lib/safe-action";
import { identifierField } from "@/lib/users/identifier-field";

const startSchema = z.object({ identifier: identifierField, redirect_url: z.string().optional() });
export const startSignInAction = publicAction(startSchema, ({ identifier, redirect_url }, { visit }) =>
  startSignIn(visit, { identifier, redirectUrl: redirect_url }),
);

const methodSchema = z.object({ strategy: z.string() });
export const chooseMethodAction = publicAction(methodSchema, ({ strategy }, { visit }) =>
  chooseSignInMethod(visit, strategy),
);

export const verifyPasswordAction = publicAction(z.object({ password: z.unknown() }), (proof, { visit }) =>
  verifySignIn(visit, "password", proof),
);

const codeSchema = z.object({ strategy: z.enum(["email-code", "phone-code"]), code: z.unknown() });
export const verifyCodeAction = publicAction(codeSchema, ({ strategy, ...proof }, { visit }) =>
  verifySignIn(visit, strategy, proof),
);

const passkeySchema = z.object({ response: z.unknown(), redirect_url: z.string().optional() });
export const passkeySignInAction = publicAction(passkeySchema, ({ response, redirect_url }, { visit }) =>
  finishPasskeySignIn(visit, { response }, { redirectUrl: redirect_url }),
);

const walletSchema = z.object({ message: z.unknown(), signature: z.unknown(), redirect_url: z.string().optional() });
export const walletSignInAction = publicAction(walletSchema, ({ redirect_url, ...proof }, { visit }) =>
  finishWalletSignIn(visit, proof, { redirectUrl: redirect_url }),
);

const socialSchema = z.object({ connection: z.string().max(64), redirect_url: z.string().optional() });
export const startSocialAction = publicAction(socialSchema, ({ connection, redirect_url }, { visit }) =>
  startSocial(visit, { connection, redirectUrl: redirect_url }),
);
