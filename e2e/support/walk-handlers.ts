import { everybody, type Rule, signedIn } from "./walk-rule";

/** Whoever is let in sends no form of ours. */
const own = (letIn: number): Rule<number> => ({ ...everybody(401), ...signedIn(letIn) });

/** The requests each route handler takes, and the status of its answers. It refuses every other method. */
export const handlerRules: Record<string, Record<string, Rule<number>>> = {
  "/.well-known/passkey-endpoints": { "GET /.well-known/passkey-endpoints": everybody(200) },
  // No other origins are set.
  "/.well-known/webauthn": { "GET /.well-known/webauthn": everybody(404) },
  "/api/attempts/[flow]": { "GET /api/attempts/sign-in": everybody(200) },
  "/api/auth/[...nextauth]": { "GET /api/auth/session": everybody(200), "POST /api/auth/signout": everybody(302) },
  // A provider's answer always leads to a page; without a journey, to the one that says so.
  "/api/auth/callback/[connection]": {
    "GET /api/auth/callback/nobody": everybody(303),
    "POST /api/auth/callback/nobody": everybody(303),
  },
  // Without a connection there is nothing to answer for: posted forms of no provider, tickets of nobody.
  // A form without a response: on to the page that says so.
  "/api/auth/saml/[connection]/acs": { "POST /api/auth/saml/none/acs": everybody(303) },
  "/api/auth/saml/[connection]/finish": { "GET /api/auth/saml/none/finish?ticket=none": everybody(303) },
  "/api/auth/saml/[connection]/metadata": { "GET /api/auth/saml/none/metadata": everybody(404) },
  "/api/auth/leave": { "GET /api/auth/leave": everybody(303) },
  // Nobody knows the secret, and none is set.
  "/api/cron": { "GET /api/cron": everybody(401) },
  "/api/passkeys/[ceremony]": {
    "POST /api/passkeys/sign-in": everybody(200),
    // Nothing is stale, so there is nothing to confirm.
    "POST /api/passkeys/step-up": { ...own(409), "stale user": 200, "stale admin": 200 },
  },
  "/api/step-up": { "GET /api/step-up": own(200) },
  "/api/step-up/[step]": { "POST /api/step-up/confirm": own(400) },
  // No form at all.
  "/api/wallets/[ceremony]": { "POST /api/wallets/sign-in": everybody(400), "POST /api/wallets/step-up": own(400) },
  "/flags/[country]": { "GET /flags/DE": everybody(200) },
  "/healthz": { "GET /healthz": everybody(200) },
  "/icon.svg": { "GET /icon.svg": everybody(200) },
  "/readyz": { "GET /readyz": everybody(200) },
};
