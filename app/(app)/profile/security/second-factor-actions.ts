"use server";

import { z } from "zod";
import { confirmAuthenticator, startAuthenticator } from "@/lib/flows/authenticator";
import {
  chooseDefaultFactor,
  distrustBrowser,
  makeBackupCodes,
  removeFactor,
  turnOnPhone,
} from "@/lib/flows/second-factors";
import { recentAction } from "@/lib/safe-action";

const idSchema = z.object({ id: z.uuid() });

export const startAuthenticatorAction = recentAction(z.object({}), (_, { visit, session }) =>
  startAuthenticator(visit, session),
);

export const confirmAuthenticatorAction = recentAction(z.object({ code: z.unknown() }), (proof, { visit, session }) =>
  confirmAuthenticator(visit, session, proof),
);

export const turnOnPhoneAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  turnOnPhone(visit, session, id),
);

export const chooseDefaultAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  chooseDefaultFactor(visit, session, id),
);

export const removeFactorAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  removeFactor(visit, session, id),
);

export const makeBackupCodesAction = recentAction(z.object({}), (_, { visit, session }) =>
  makeBackupCodes(visit, session),
);

export const distrustBrowserAction = recentAction(idSchema, ({ id }, { visit, session }) =>
  distrustBrowser(visit, session, id),
);
