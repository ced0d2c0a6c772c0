import type { NextRequest } from "next/server";
import { handlers } from "@/lib/auth";
import { statusOf, wordsFor } from "@/lib/errors";
import { isSameOrigin } from "@/lib/security/origin";

export const { GET } = handlers;

/** Auth.js has a token of its own against forged posts; ours is asked first, as everywhere (WF-01). */
export async function POST(request: NextRequest): Promise<Response> {
  if (isSameOrigin(request.headers)) return handlers.POST(request);
  const code = "foreign_origin";
  return Response.json({ code, message: wordsFor({ code }) }, { status: statusOf(code) });
}
