import type { DiscoveryProblem } from "@/lib/security/discovery";

const WORDS: Record<DiscoveryProblem, string> = {
  unreachable: "nobody answers there",
  timeout: "there was no answer in time",
  "too-large": "the answer is longer than 1 MB",
  redirected: "it points to another address; enter that one",
  "forbidden-address": "it is not a public address",
  "not-https": "it does not begin with https://",
  "unsafe-redirect": "it sends people to an address that is not https, or has no public host name",
  "bad-status": "the answer is an error",
  "not-json": "the answer is not what an identity provider answers",
  incomplete: "the answer lacks an address that is needed",
  "other-issuer": "the answer names another issuer",
};

/** @returns why an address of an identity provider gave nothing, to go on after a colon. @param reason anything. */
export const outboundWords = (reason: string): string =>
  (WORDS as Record<string, string>)[reason] ?? "the answer could not be used";
