"use server";

import { z } from "zod";
import { signOutDevice, signOutOtherDevices } from "@/lib/flows/devices";
import { removePassword, setPassword } from "@/lib/flows/password";
import { recentAction } from "@/lib/safe-action";

const passwordSchema = z.object({
  password: z.string("Enter a new password.").max(512, "That is too long for a password."),
  signOutOthers: z.literal("on").optional(),
});
export const setPasswordAction = recentAction(passwordSchema, ({ password, signOutOthers }, { visit, session }) =>
  setPassword(visit, session, { password, signOutOthers: signOutOthers === "on" }),
);

const removeSchema = z.object({ signOutOthers: z.literal("on").optional() });
export const removePasswordAction = recentAction(removeSchema, ({ signOutOthers }, { visit, session }) =>
  removePassword(visit, session, { signOutOthers: signOutOthers === "on" }),
);

export const signOutDeviceAction = recentAction(z.object({ id: z.uuid() }), ({ id }, { visit, session }) =>
  signOutDevice(visit, session, id),
);

export const signOutOthersAction = recentAction(z.object({}), (_, { visit, session }) =>
  signOutOtherDevices(visit, session),
);
