"use server";

import { z } from "zod";
import { declinePasskeyOffer } from "@/lib/flows/passkey-offer";
import { userAction } from "@/lib/safe-action";

const declineSchema = z.object({ when: z.enum(["later", "never"]), redirect_url: z.string().optional() });
export const declinePasskeyAction = userAction(declineSchema, ({ when, redirect_url }, { visit, session }) =>
  declinePasskeyOffer(visit, session, { ever: when === "never", redirectUrl: redirect_url }),
);
