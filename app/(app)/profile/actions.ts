"use server";

import { z } from "zod";
import { resendAddIdentifier, startAddIdentifier, verifyAddIdentifier } from "@/lib/flows/add-identifier";
import { changeNames, changeUsername, makeIdentifierPrimary, removeOwnIdentifier } from "@/lib/flows/profile";
import { recentAction, userAction } from "@/lib/safe-action";
import { emailField } from "@/lib/users/email-address";
import { identifierField } from "@/lib/users/identifier-field";
import { nameField } from "@/lib/users/name";
import { readPhone } from "@/lib/users/typed-phone";

const namesSchema = z.object({ firstName: nameField.optional(), lastName: nameField.optional() });
export const changeNamesAction = userAction(namesSchema, (names, { visit, session }) =>
  changeNames(visit, session, names),
);

export const changeUsernameAction = recentAction(z.object({ username: identifierField }), (input, { visit, session }) =>
  changeUsername(visit, session, input.username),
);

export const addEmailAction = recentAction(z.object({ email: emailField }), ({ email }, { visit, session }) =>
  startAddIdentifier(visit, session, { kind: "email", value: email }),
);

const phoneSchema = z.object({ phone: identifierField, phoneCountry: z.string().max(2).optional() });
export const addPhoneAction = recentAction(phoneSchema, async (input, { visit, session }) => {
  const number = readPhone(input, visit.settings);
  return number.ok ? startAddIdentifier(visit, session, { kind: "phone", value: number.data }) : number;
});

export const resendAction = userAction(z.object({}), (_, { visit, session }) => resendAddIdentifier(visit, session));

export const verifyCodeAction = userAction(z.object({ code: z.unknown() }), (proof, { visit, session }) =>
  verifyAddIdentifier(visit, session, proof),
);

const idSchema = z.object({ id: z.uuid() });
export const makePrimaryAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  makeIdentifierPrimary(visit, session, id),
);
export const removeIdentifierAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  removeOwnIdentifier(visit, session, id),
);
