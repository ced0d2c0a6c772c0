import { getSettings } from "@/lib/settings/read";
import { originsIn } from "@/lib/settings/schema";

/** Other origins that may use passkeys of this one (WebAuthn level 3, §5.11). */
export async function GET(): Promise<Response> {
  const { passkey } = await getSettings();
  const origins = originsIn(passkey.relatedOrigins);
  return passkey.enabled && origins.length > 0 ? Response.json({ origins }) : new Response(null, { status: 404 });
}
