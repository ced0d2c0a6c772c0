import { findEnterprise } from "@/lib/connections/enterprise";
import { refusal } from "@/lib/guard";
import { samlMetadata } from "@/lib/strategies/saml/library";

/** What a SAML identity provider has to know of us, for one connection; there before anything of it is configured. */
export async function GET(
  _: Request,
  { params }: RouteContext<"/api/auth/saml/[connection]/metadata">,
): Promise<Response> {
  const connection = await findEnterprise((await params).connection);
  if (connection?.protocol !== "saml") return refusal({ code: "not_found" });
  return new Response(samlMetadata(connection.id), { headers: { "content-type": "application/samlmetadata+xml" } });
}
