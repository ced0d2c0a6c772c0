import { NextRequest } from "next/server";
import { handlers } from "@/lib/auth";
import { refusal } from "@/lib/guard";
import { isSameOrigin } from "@/lib/security/origin";

export const GET = (request: NextRequest): Promise<Response> => handlers().GET(withoutWish(request));

/** Auth.js has a token of its own against forged posts; ours is asked first, as everywhere (WF-01). */
export async function POST(request: NextRequest): Promise<Response> {
  return isSameOrigin(request.headers) ? handlers().POST(withoutWish(request)) : refusal({ code: "foreign_origin" });
}

/** Where to go next is for our flows to say; to a wish that is no address Auth.js answers 500. */
function withoutWish(request: NextRequest): NextRequest {
  const asked = new NextRequest(new URL(request.nextUrl.pathname, request.url), request);
  for (const { name } of asked.cookies.getAll()) {
    if (name.endsWith("authjs.callback-url")) asked.cookies.delete(name);
  }
  return asked;
}
