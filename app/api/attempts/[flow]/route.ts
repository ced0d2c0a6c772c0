import { cookies } from "next/headers";
import { z } from "zod";
import { LINK_FLOWS, linkStatus } from "@/lib/flows/email-link";

const flowName = z.enum(LINK_FLOWS);

/** How this browser's journey by link stands, for its waiting tab. */
export async function GET(_request: Request, { params }: RouteContext<"/api/attempts/[flow]">) {
  const flow = flowName.safeParse((await params).flow);
  if (!flow.success) return Response.json({ status: "gone" }, { status: 404 });
  const status = await linkStatus(await cookies(), flow.data, new Date());
  return Response.json({ status }, { headers: { "cache-control": "no-store" } });
}
