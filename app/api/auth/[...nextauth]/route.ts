import type { NextRequest } from "next/server";
import { handlers } from "@/lib/auth";
import { refusal } from "@/lib/guard";
import { isSameOrigin } from "@/lib/security/origin";

export const GET = (request: NextRequest): Promise<Response> => handlers().GET(request);

/** Auth.js has a token of its own against forged posts; ours is asked first, as everywhere (WF-01). */
export async function POST(request: NextRequest): Promise<Response> {
  return isSameOrigin(request.headers) ? handlers().POST(request) : refusal({ code: "foreign_origin" });
}
