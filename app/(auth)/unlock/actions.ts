"use server";

import { z } from "zod";
import { unlock } from "@/lib/flows/unlock";
import { publicAction } from "@/lib/safe-action";

const schema = z.object({ token: z.string("This link is incomplete. Open it from the message again.").max(100) });
export const unlockAction = publicAction(schema, async ({ token }, { visit }) => {
  const unlocked = await unlock(visit, token);
  return unlocked.ok ? { ok: true, data: { done: "This browser is unlocked. Sign in now." } } : unlocked;
});
