import { expect } from "@playwright/test";
import { readSamlRequest, type SamlRequest } from "../../scripts/identity-provider/saml-request";
import { encoded } from "../../scripts/identity-provider/saml-response";
import type { Enterprise } from "./enterprise";
import { anyAddress, pathOfLink, post } from "./instances-steps";
import type { RawClient } from "./raw-forms";
import { follow, wayOut } from "./social-raw";

/* A SAML sign-in as HTTP: what a browser does between the app and a provider, and what an attacker does in its place. */

/** Names an address of a connection's domain on the sign-in page. @returns what its provider is asked. */
export async function askProvider(client: RawClient, email: string): Promise<SamlRequest> {
  const url = await wayOut(client, await post(client, "/sign-in", "identifier", email));
  const request = readSamlRequest(url.searchParams);
  if (!request) throw new Error(`no SAML request in ${url}`);
  return request;
}

/** Posts a document as a provider's page does: from another site, so without a cookie. @param at origin of an instance. */
export const postToAcs = (at: string, { id }: Enterprise, document: string): Promise<Response> =>
  fetch(`${at}/api/auth/saml/${id}/acs`, {
    method: "POST",
    redirect: "manual",
    headers: { "x-forwarded-for": anyAddress(), origin: "https://idp.example" },
    body: new URLSearchParams({ SAMLResponse: document }),
  });

/** Brings a document to the app, and the browser with its cookies after it. @returns the page it ends on. */
export async function deliver(
  client: RawClient,
  enterprise: Enterprise,
  xml: string,
  at = client.origin,
): Promise<URL> {
  const posted = await postToAcs(at, enterprise, encoded(xml));
  expect([posted.status, posted.headers.getSetCookie()]).toEqual([303, []]);
  return follow(client, pathOfLink(posted.headers.get("location") ?? ""));
}
