import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import { type DiscoveryProblem, discover } from "@/lib/security/discovery";

/** For the admin who has typed it. */
const words: Record<DiscoveryProblem, string> = {
  "not-https": "Enter an address that begins with https://.",
  "forbidden-address": "This leads to no public address, so it can't be asked from here.",
  unreachable: "Nothing answers there. Check the address.",
  timeout: "It did not answer in time. Try again in a moment.",
  redirected: "It points to another address. Enter that one.",
  "bad-status": "There is no OpenID configuration there. Check the address with the provider's documentation.",
  "not-json": "There is no OpenID configuration there. Check the address with the provider's documentation.",
  "unsafe-redirect":
    "Its OpenID configuration sends people to an address that is not https, or has no public host name, so it can't be used.",
  "too-large": "Its OpenID configuration is too long to be one. Check the address.",
  incomplete: "Its OpenID configuration does not say all that is needed: it is no provider people can sign in with.",
  "other-issuer": "Its OpenID configuration names another issuer. Enter exactly what the provider calls its issuer.",
};

/**
 * Asks the issuer an admin has typed for its OpenID configuration.
 * @returns invalid_input with words for the field `issuer`.
 */
export async function checkIssuer(issuer: string, now: Date): Promise<Result> {
  const problem = await problemOf(issuer, now);
  return problem ? fail("invalid_input", { fields: { issuer: words[problem] } }) : ok();
}

async function problemOf(issuer: string, now: Date): Promise<DiscoveryProblem | undefined> {
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol)) return "not-https";
  // An issuer has neither (OpenID Connect Discovery 1.0, §2).
  if (/[?#]/.test(issuer)) return "other-issuer";
  const found = await discover(issuer, now);
  if (!found.ok) return found.error.details?.reason as DiscoveryProblem;
  return found.data.authorization_endpoint && found.data.token_endpoint ? undefined : "incomplete";
}
