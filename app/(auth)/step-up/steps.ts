import { z } from "zod";
import { finishLink } from "@/lib/flows/email-link";
import { chooseStepUpMethod, verifyStepUp } from "@/lib/flows/step-up";
import type { Session } from "@/lib/sessions/read";
import type { Visit } from "@/lib/visit";

/* What the page's actions and the dialog's route handlers have in common. */

interface Who {
  visit: Visit;
  session: Session;
}

export const chooseSchema = z.object({ strategy: z.string(), redirect_url: z.string().optional() });
export const choose = ({ strategy, redirect_url }: z.output<typeof chooseSchema>, { visit, session }: Who) =>
  chooseStepUpMethod(visit, session, { method: strategy, redirectUrl: redirect_url });

export const confirmSchema = z.object({
  strategy: z.string(),
  redirect_url: z.string().optional(),
  password: z.unknown().optional(),
  code: z.unknown().optional(),
  response: z.unknown().optional(),
  message: z.unknown().optional(),
  signature: z.unknown().optional(),
});
export const confirm = (
  { strategy, redirect_url, ...proof }: z.output<typeof confirmSchema>,
  { visit, session }: Who,
) => verifyStepUp(visit, session, { strategy, redirectUrl: redirect_url }, proof);

export const linkSchema = z.object({});
export const followLink = (_: unknown, { visit, session }: Who) => finishLink(visit, "step-up", session);
