import "server-only";
import { parseJson } from "@/lib/parse-json";
import { guardedFetch } from "@/lib/security/outbound";
import type { Profile } from "./provider";

/** An answer with a status that is no success. */
class UserInfoError extends Error {
  override name = "UserInfoError";
  constructor(
    host: string,
    readonly status: number,
  ) {
    super(`${host} answered ${status}`);
  }
}

/**
 * Asks a provider's API about the person who has just been there.
 * @throws OutboundError, UserInfoError (with its `status`), SyntaxError
 */
export async function askApi(url: string, accessToken: string | undefined): Promise<unknown> {
  const response = await guardedFetch(url, {
    headers: { authorization: `Bearer ${accessToken}`, accept: "application/json", "user-agent": "sign-in-starter" },
  });
  if (!response.ok) throw new UserInfoError(new URL(url).host, response.status);
  return parseJson(await response.text());
}

/** The user info of a provider without ID tokens. Auth.js' own way looks at no status, those of some providers at no guard. */
export const userInfo = (url: string) => ({
  url,
  request: async ({ tokens }: { tokens: { access_token?: string } }) =>
    (await askApi(url, tokens.access_token)) as Profile,
});

/** @returns an id that an API gives as a number, as text. */
export const numberedId = (id: unknown): string | undefined => (Number.isSafeInteger(id) ? String(id) : undefined);
