import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { findAttempt } from "@/lib/flows/attempt";
import { HOME_PATH } from "@/lib/flows/next-step";
import { getSession } from "@/lib/sessions/read";
import type { Attempt, Flow } from "@/lib/strategies/strategy";

/** The open journey a later step belongs to; without one, back to its start, which says why. */
export async function requireStep(flow: Flow, start: string): Promise<Attempt> {
  const attempt = await findAttempt(await cookies(), flow, new Date());
  if (attempt) return attempt;
  redirect((await getSession()) ? HOME_PATH : `${start}?lost`);
}
