"use server";

import { z } from "zod";
import { changeNames, makeEmailPrimary, removeEmail } from "@/lib/flows/account";
import { resendAddEmailCode, startAddEmail, verifyAddEmail } from "@/lib/flows/add-identifier";
import { recentAction, userAction } from "@/lib/safe-action";
import { emailField } from "@/lib/users/email-address";
import { nameField } from "@/lib/users/name";

const namesSchema = z.object({ firstName: nameField.optional(), lastName: nameField.optional() });
export const changeNamesAction = userAction(namesSchema, (names, { visit, session }) =>
  changeNames(visit, session, names),
);

export const addEmailAction = recentAction(z.object({ email: emailField }), (input, { visit, session }) =>
  startAddEmail(visit, session, input),
);

export const resendCodeAction = userAction(z.object({}), (_, { visit, session }) => resendAddEmailCode(visit, session));

export const verifyEmailAction = userAction(z.object({ code: z.unknown() }), (proof, { visit, session }) =>
  verifyAddEmail(visit, session, proof),
);

const idSchema = z.object({ id: z.uuid() });
export const makePrimaryAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  makeEmailPrimary(visit, session, id),
);
export const removeEmailAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  removeEmail(visit, session, id),
);
