import { readShownStepUp } from "@/app/(auth)/step-up/shown";
import { currentSession, refusal } from "@/lib/guard";
import { currentVisit } from "@/lib/visit";

/** What the signed-in person has to confirm next, for the dialog. */
export async function GET(request: Request): Promise<Response> {
  const session = await currentSession(request);
  if (!session.ok) return refusal(session.error);
  return Response.json(await readShownStepUp(await currentVisit(), session.data));
}
