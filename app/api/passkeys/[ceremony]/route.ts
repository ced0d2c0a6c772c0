import { startPasskeySignIn } from "@/lib/flows/passkey-sign-in";
import { startPasskeyStepUp } from "@/lib/flows/passkey-step-up";
import { currentSession, refusal } from "@/lib/guard";
import { isSameOrigin } from "@/lib/security/origin";
import { currentVisit } from "@/lib/visit";

/** Options for the browser's own dialog: to sign in, or to confirm who it is. Creating a passkey is an action. */
export async function POST(request: Request, { params }: RouteContext<"/api/passkeys/[ceremony]">): Promise<Response> {
  if (!isSameOrigin(request.headers)) return refusal({ code: "foreign_origin" });
  const { ceremony } = await params;
  const visit = await currentVisit();
  if (ceremony === "sign-in") return answer(await startPasskeySignIn(visit));
  if (ceremony !== "step-up") return refusal({ code: "not_found" });
  const session = await currentSession(request);
  return session.ok ? answer(await startPasskeyStepUp(visit, session.data)) : refusal(session.error);
}

const answer = (options: Awaited<ReturnType<typeof startPasskeySignIn>>): Response =>
  options.ok ? Response.json(options.data, { headers: { "cache-control": "no-store" } }) : refusal(options.error);
