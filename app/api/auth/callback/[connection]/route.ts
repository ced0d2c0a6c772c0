import { type NextRequest, NextResponse } from "next/server";
import { providerReturn } from "@/lib/auth";
import { appOrigin } from "@/lib/env";
import { refusal } from "@/lib/guard";
import { machineCallers } from "@/lib/machine-callers";

type Context = RouteContext<"/api/auth/callback/[connection]">;

/** Where a provider sends the browser back to. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { connection } = await params;
  return providerReturn(request, connection);
}

/**
 * The same by a form from the provider's site (Apple): no cookie of ours comes with that, so the browser asks once more
 * by itself, with its cookies (SA-13 has the same for SAML). Nothing is looked at or written here.
 */
export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  const { connection } = await params;
  const form = await request.text();
  if (form.length > machineCallers.oauthAnswer.bodyMax) return refusal({ code: "malformed_request" });
  const url = new URL(`/api/auth/callback/${encodeURIComponent(connection)}`, appOrigin());
  url.search = new URLSearchParams(form).toString();
  return NextResponse.redirect(url, 303);
}
