import { expect, it } from "vitest";
import type { Claims } from "../identity";
import { socialProviders } from ".";

const claimsOf = (id: string, profile: Record<string, unknown>) =>
  socialProviders.find((provider) => provider.id === id)?.claims(profile);

const ada = { email: "Ada@Example.com", given_name: "Ada", family_name: "Lovelace", name: "Ada Lovelace" };
const named = { firstName: "Ada", lastName: "Lovelace" };
const proved = { email: "ada@example.com", emailVerified: true };
const unproved = { email: "ada@example.com", emailVerified: false };
const noAddress = { email: null, emailVerified: false };
const githubUser = { id: 583231, login: "octocat", name: "The Octocat", email: "shown@example.com" };
const githubAddress = { email: "ada@example.com", primary: true, verified: true, visibility: null };
const discordUser = { id: "80351110224678912", username: "nelly", global_name: "Nelly", email: "ada@example.com" };
const gitlabUser = { id: 42, username: "ada", name: "Ada Lovelace", email: "ada@example.com" };
const confirmed_at = "2012-05-23T09:05:22.000Z";
const facebookUser = { id: "10158", name: "Ada Lovelace", first_name: "Ada", last_name: "Lovelace" };

it.each<[provider: string, what: string, profile: Record<string, unknown>, claims: Partial<Claims>]>([
  [
    "google",
    "an account of its own",
    { sub: "1", ...ada, email: "Ada@gmail.com", email_verified: true },
    { subject: "1", email: "ada@gmail.com", emailVerified: true, ...named, label: "Ada@gmail.com" },
  ],
  ["google", "an account of a company", { sub: "1", ...ada, email_verified: true, hd: "example.com" }, proved],
  ["google", "somebody else's address", { sub: "1", ...ada, email_verified: true }, unproved],
  [
    "google",
    "an address that looks like its own",
    { sub: "1", email: "ada@gmail.com.example.com", email_verified: true },
    { emailVerified: false },
  ],
  [
    "google",
    "an unverified one of a company",
    { sub: "1", ...ada, email_verified: false, hd: "example.com" },
    unproved,
  ],
  ["google", "verified as text", { sub: "1", ...ada, email_verified: "true", hd: "example.com" }, unproved],
  ["google", "verified as number", { sub: "1", ...ada, email_verified: 1, hd: "example.com" }, unproved],
  ["google", "an empty company", { sub: "1", ...ada, email_verified: true, hd: "" }, unproved],
  ["google", "no address", { sub: "1", email_verified: true, hd: "example.com" }, noAddress],
  [
    "github",
    "a primary, verified address",
    { ...githubUser, emails: [{ ...githubAddress, email: "b@c.de", primary: false }, githubAddress] },
    { subject: "583231", ...proved, label: "ada@example.com" },
  ],
  [
    "github",
    "a primary, unverified one",
    { ...githubUser, emails: [{ ...githubAddress, verified: false }] },
    { ...noAddress, label: "octocat" },
  ],
  [
    "github",
    "a verified one that is not primary",
    { ...githubUser, emails: [{ ...githubAddress, primary: false }] },
    noAddress,
  ],
  ["github", "verified as text", { ...githubUser, emails: [{ ...githubAddress, verified: "true" }] }, noAddress],
  ["github", "only the one its profile shows", githubUser, noAddress],
  ["github", "a list that is none", { ...githubUser, emails: { message: "Not Found" } }, noAddress],
  [
    "microsoft-entra-id",
    "an address of a verified domain",
    { sub: "s", ...ada, xms_edov: true },
    { subject: "s", ...proved, ...named },
  ],
  ["microsoft-entra-id", "what any tenant's admin may write", { sub: "s", ...ada, email_verified: true }, unproved],
  ["microsoft-entra-id", "the claim as text", { sub: "s", ...ada, xms_edov: "true" }, unproved],
  ["microsoft-entra-id", "the claim as number", { sub: "s", ...ada, xms_edov: 1 }, unproved],
  [
    "microsoft-entra-id",
    "no address but a user name",
    { sub: "s", preferred_username: "ada@corp.example" },
    { ...noAddress, label: "ada@corp.example" },
  ],
  [
    "apple",
    "a newcomer, with the name beside the token",
    {
      sub: "a",
      email: "x@privaterelay.appleid.com",
      email_verified: true,
      user: { name: { firstName: "Ada", lastName: "Lovelace" }, email: "other@example.com" },
    },
    { subject: "a", email: "x@privaterelay.appleid.com", emailVerified: true, ...named },
  ],
  ["apple", "a documented text", { sub: "a", ...ada, email_verified: "true" }, proved],
  ["apple", "the text that says no", { sub: "a", ...ada, email_verified: "false" }, unproved],
  ["apple", "nothing about it", { sub: "a", ...ada }, unproved],
  ["apple", "a number", { sub: "a", ...ada, email_verified: 1 }, unproved],
  ["apple", "a name that is none", { sub: "a", user: "ada" }, { subject: "a", firstName: undefined, ...noAddress }],
  ["apple", "an address outside the token", { sub: "a", user: { name: {}, email: "victim@example.com" } }, noAddress],
  [
    "facebook",
    "an address it does not vouch for",
    { ...facebookUser, email: "ada@example.com" },
    { subject: "10158", ...unproved, ...named, label: "ada@example.com" },
  ],
  [
    "facebook",
    "claims it never sends",
    { ...facebookUser, email: "ada@example.com", email_verified: true, verified: true },
    unproved,
  ],
  ["facebook", "nobody's address", facebookUser, { ...noAddress, label: "Ada Lovelace" }],
  ["linkedin", "verified", { sub: "l", ...ada, email_verified: true }, { subject: "l", ...proved, ...named }],
  ["linkedin", "unverified", { sub: "l", ...ada, email_verified: false }, unproved],
  ["linkedin", "verified as text", { sub: "l", ...ada, email_verified: "true" }, unproved],
  ["linkedin", "nothing about it", { sub: "l", ...ada }, unproved],
  ["discord", "verified", { ...discordUser, verified: true }, { subject: "80351110224678912", ...proved }],
  ["discord", "unverified", { ...discordUser, verified: false }, unproved],
  ["discord", "verified as text", { ...discordUser, verified: "true" }, unproved],
  ["discord", "no address", { ...discordUser, email: null, verified: true }, { ...noAddress, label: "nelly" }],
  ["gitlab", "confirmed", { ...gitlabUser, confirmed_at }, { subject: "42", ...proved }],
  ["gitlab", "not confirmed yet", { ...gitlabUser, confirmed_at: null }, unproved],
  ["gitlab", "nothing about it", gitlabUser, unproved],
  ["gitlab", "a time that is none", { ...gitlabUser, confirmed_at: true }, unproved],
  [
    "slack",
    "verified",
    { sub: "U0R7MFMJM", ...ada, email_verified: true, "https://slack.com/team_id": "T0R7GR" },
    { subject: "U0R7MFMJM", ...proved },
  ],
  ["slack", "unverified", { sub: "U0R7MFMJM", ...ada, email_verified: false }, unproved],
  ["slack", "verified as text", { sub: "U0R7MFMJM", ...ada, email_verified: "true" }, unproved],
  [
    "twitter",
    "confirmed",
    { data: { id: "2244994945", name: "Ada", username: "ada", confirmed_email: "ada@example.com" } },
    { subject: "2244994945", ...proved },
  ],
  [
    "twitter",
    "another field than the confirmed one",
    { data: { id: "2244994945", username: "ada", email: "ada@example.com" } },
    { ...noAddress, label: "ada" },
  ],
])("[P28 LK-05] %s: %s", (id, _, profile, claims) => {
  expect(claimsOf(id, profile)).toMatchObject(claims);
});

/** What no provider sends: none of it names anybody, and none of it throws. */
const nobody = [
  {},
  { sub: "", id: "", data: { id: "" } },
  { sub: 7, id: 1.5, data: { id: 7 } },
  { sub: null, id: null, data: null },
  { sub: ["1"], id: ["1"], data: ["1"] },
  { sub: "x".repeat(256), id: "x".repeat(256), data: { id: "x".repeat(256) } },
  { sub: {}, id: Number.POSITIVE_INFINITY, data: "1", user: null, emails: "a@b.cd", email: {} },
];

it.each(socialProviders.map(({ id }) => id))("[P28 OA-05] %s: who has no subject is nobody", (id) => {
  for (const profile of nobody) expect([profile, claimsOf(id, profile)]).toEqual([profile, null]);
});

it("[P28] each of the ten has a name, a picture, and words for the admin who sets it up", () => {
  expect(socialProviders.map(({ id }) => id).sort()).toEqual(
    [
      "google",
      "github",
      "microsoft-entra-id",
      "apple",
      "facebook",
      "discord",
      "linkedin",
      "gitlab",
      "twitter",
      "slack",
    ].sort(),
  );
  for (const { icon, setUp } of socialProviders) {
    expect(icon.every(({ path }) => /^M[\d\sa-zA-Z.-]+$/.test(path))).toBe(true);
    expect(new URL(setUp.url).protocol).toBe("https:");
    expect(setUp.steps.length).toBeGreaterThan(20);
  }
});
