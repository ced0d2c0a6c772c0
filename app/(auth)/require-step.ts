import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { findAttempt } from "@/lib/flows/attempt";
import { HOME_PATH, pathOf } from "@/lib/flows/next-step";
import { getSession } from "@/lib/sessions/read";
import type { Attempt, Flow } from "@/lib/strategies/strategy";

/**
 * The open journey a later step belongs to; without one, back to its start, which says why.
 * @param awaits what the page is for: a journey that stands elsewhere is sent there.
 */
export async function requireStep(flow: Flow, start: string, awaits: Attempt["awaits"] = null): Promise<Attempt> {
  const attempt = await findAttempt(await cookies(), flow, new Date());
  if (!attempt) redirect((await getSession()) ? HOME_PATH : `${start}?lost`);
  if (attempt.awaits === awaits) return attempt;
  redirect(attempt.awaits ? pathOf({ step: attempt.awaits, flow }) : start);
}
