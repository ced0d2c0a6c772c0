import "server-only";
import { findEnterprise } from "@/lib/connections/enterprise";
import type { Settings } from "@/lib/settings/schema";
import { enterpriseProvider, type Provider, socialProvider } from "./provider-config";

/** @returns the OAuth or OpenID provider of a connection, if it can be asked now. An enterprise one may be under test. */
export async function findProvider(settings: Settings, connection: string): Promise<Provider | null> {
  const social = socialProvider(settings, connection);
  if (social) return social;
  const enterprise = await findEnterprise(connection);
  return enterprise?.protocol === "oidc" ? enterpriseProvider(enterprise) : null;
}
