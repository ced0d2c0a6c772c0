import { NextResponse } from "next/server";
import { providerUrl } from "@/lib/auth";
import { appOrigin } from "@/lib/env";
import { findAttempt } from "@/lib/flows/attempt";
import { currentVisit } from "@/lib/visit";

/** Off to the provider of the journey this browser has begun. */
export async function GET(): Promise<Response> {
  const visit = await currentVisit();
  const attempt = await findAttempt(visit.cookies, "sso", visit.now);
  const connection = attempt?.data.connection;
  const next = connection ? await providerUrl(visit, { step: "provider", connection }) : "/sso?problem=attempt_missing";
  return NextResponse.redirect(new URL(next, appOrigin()), 303);
}
