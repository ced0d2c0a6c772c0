import { appOrigin } from "@/lib/env";
import { getSettings } from "@/lib/settings/read";

/** Where password managers send people to create and manage passkeys (W3C passkey-endpoints). */
export async function GET(): Promise<Response> {
  if (!(await getSettings()).passkey.enabled) return new Response(null, { status: 404 });
  const page = `${appOrigin()}/profile/security`;
  return Response.json({ enroll: page, manage: page });
}
