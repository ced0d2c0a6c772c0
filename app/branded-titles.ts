import type { Metadata } from "next";
import { getSettings } from "@/lib/settings/read";

/** Titles of all pages below a layout: the page's own, and the name of this site from the settings. */
export async function generateMetadata(): Promise<Metadata> {
  const { appName } = (await getSettings()).branding;
  return { title: { template: `%s · ${appName}`, default: appName } };
}
