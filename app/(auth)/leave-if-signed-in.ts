import { redirect } from "next/navigation";
import { HOME_PATH } from "@/lib/flows/next-step";
import { sameOriginPath } from "@/lib/security/origin";
import { getSession } from "@/lib/sessions/read";

/**
 * What the query of an auth page asks for. Whoever is signed in already goes straight there.
 * @returns `asked` the path to come back to, if any; `path` where to land; `lost` whether a later step sent them here.
 */
export async function leaveIfSignedIn(searchParams: Promise<Record<string, string | string[] | undefined>>) {
  const query = await searchParams;
  const asked = sameOriginPath(query.redirect_url);
  const path = asked ?? HOME_PATH;
  if (await getSession()) redirect(path);
  return { asked, path, lost: query.lost !== undefined };
}
