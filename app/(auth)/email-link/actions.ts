"use server";

import { z } from "zod";
import { finishLink, LINK_FLOWS, openLink } from "@/lib/flows/email-link";
import { publicAction } from "@/lib/safe-action";
import { getSession } from "@/lib/sessions/read";

const linkSchema = z.object({ token: z.string("This link is incomplete. Open it from the mail again.").max(100) });
export const openLinkAction = publicAction(linkSchema, async ({ token }, { visit }) =>
  openLink(visit, token, await getSession()),
);

const flowSchema = z.object({ flow: z.enum(LINK_FLOWS) });
export const finishLinkAction = publicAction(flowSchema, async ({ flow }, { visit }) =>
  finishLink(visit, flow, await getSession()),
);
