"use server";

import { z } from "zod";
import { liftLocks } from "@/lib/flows/lift-locks";
import { resetSecondFactors } from "@/lib/flows/reset-second-factors";
import { adminAction } from "@/lib/safe-action";
import { singleLine } from "@/lib/single-line";

const resetSchema = z.object({
  id: z.uuid(),
  reason: singleLine(200).pipe(z.string().min(3, "Say why, in a few words.")),
});

export const resetSecondFactorsAction = adminAction(resetSchema, ({ id, reason }, { visit, session }) =>
  resetSecondFactors(visit, session, { userId: id, reason }),
);

export const liftLocksAction = adminAction(z.object({ id: z.uuid() }), ({ id }, { visit, session }) =>
  liftLocks(visit, session, { userId: id }),
);
