"use server";

import { z } from "zod";
import { disconnect } from "@/lib/flows/connect";
import { startConnect } from "@/lib/flows/sso-start";
import { recentAction } from "@/lib/safe-action";

const connection = z.string().max(64);

export const connectAction = recentAction(z.object({ connection }), (input, { visit, session }) =>
  startConnect(visit, session, input.connection),
);

const accountSchema = z.object({ connection, subject: z.string().max(255) });
export const disconnectAction = recentAction(accountSchema, (account, { visit, session }) =>
  disconnect(visit, session, account),
);
