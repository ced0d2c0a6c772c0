import { NextResponse } from "next/server";
import { appOrigin } from "@/lib/env";
import { receiveSamlResponse } from "@/lib/flows/saml-answer";
import { refusal } from "@/lib/guard";
import { machineCallers } from "@/lib/machine-callers";
import { currentCall } from "@/lib/visit";

/**
 * Assertion consumer service (SAML bindings §3.5): a machine caller, by a form of the provider's site. It signs nobody
 * in; the browser is sent on to where its own cookie is seen (SA-13).
 */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/auth/saml/[connection]/acs">,
): Promise<Response> {
  const { connection } = await params;
  const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
  const body = isForm ? await request.text() : "";
  if (!body || body.length > machineCallers.samlAnswer.bodyMax) return refusal({ code: "malformed_request" });
  const fields = new URLSearchParams(body).getAll("SAMLResponse");
  const received = await receiveSamlResponse(await currentCall(), connection, fields.length === 1 ? fields[0] : null);
  if (!received.ok && received.error.code === "too_many_requests") return refusal(received.error);
  const url = new URL(`/api/auth/saml/${encodeURIComponent(connection)}/finish`, appOrigin());
  if (received.ok) url.searchParams.set("ticket", received.data.ticket);
  else {
    url.searchParams.set("problem", received.error.code);
    const { log } = received.error.details ?? {};
    if (log) url.searchParams.set("log", String(log));
  }
  return NextResponse.redirect(url, 303);
}
