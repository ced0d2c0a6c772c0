"use server";

import { userAction } from "@/lib/safe-action";
import { choose, chooseSchema, confirm, confirmSchema, followLink, linkSchema } from "./steps";

export const chooseMethodAction = userAction(chooseSchema, choose);
export const confirmAction = userAction(confirmSchema, confirm);
export const followLinkAction = userAction(linkSchema, followLink);
