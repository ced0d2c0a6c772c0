"use server";

import { z } from "zod";
import { chooseStepUpMethod, verifyStepUp } from "@/lib/flows/step-up";
import { userAction } from "@/lib/safe-action";

const chooseSchema = z.object({ strategy: z.string(), redirect_url: z.string().optional() });
export const chooseMethodAction = userAction(chooseSchema, ({ strategy, redirect_url }, { visit, session }) =>
  chooseStepUpMethod(visit, session, { strategy, redirectUrl: redirect_url }),
);

const passwordSchema = z.object({ password: z.unknown(), redirect_url: z.string().optional() });
export const confirmPasswordAction = userAction(passwordSchema, ({ redirect_url, ...proof }, { visit, session }) =>
  verifyStepUp(visit, session, { strategy: "password", redirectUrl: redirect_url }, proof),
);

const codeSchema = z.object({ strategy: z.enum(["email-code", "phone-code"]), code: z.unknown() });
export const confirmCodeAction = userAction(codeSchema, ({ strategy, ...proof }, { visit, session }) =>
  verifyStepUp(visit, session, { strategy }, proof),
);
