import { type NextRequest, NextResponse } from "next/server";
import { appOrigin } from "@/lib/env";
import { fail, isErrorCode } from "@/lib/errors";
import { pathOf } from "@/lib/flows/next-step";
import { finishSaml } from "@/lib/flows/saml-answer";
import { stoppedStep } from "@/lib/flows/sso-stopped";
import { currentVisit } from "@/lib/visit";

/** Shape of every token of ours. */
const TICKET = /^[A-Za-z0-9_-]{43}$/;

/** The browser's own request after a provider's post, with its cookies. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<"/api/auth/saml/[connection]/finish">,
): Promise<Response> {
  const { connection } = await params;
  const { searchParams } = request.nextUrl;
  const visit = await currentVisit();
  const ticket = searchParams.get("ticket") ?? "";
  const problem = searchParams.get("problem");
  const finished = TICKET.test(ticket)
    ? await finishSaml(visit, connection, ticket)
    : fail(isErrorCode(problem) ? problem : "malformed_request");
  const next = finished.ok ? finished.data : await stoppedStep(visit, finished.error.code, connection);
  return NextResponse.redirect(new URL(pathOf(next), appOrigin()), 303);
}
