import { everybody, type Rule } from "./walk-rule";

/** The requests each route handler takes, and the status of its answers. It refuses every other method. */
export const handlerRules: Record<string, Record<string, Rule<number>>> = {
  "/api/attempts/[flow]": { "GET /api/attempts/sign-in": everybody(200) },
  "/api/auth/[...nextauth]": { "GET /api/auth/session": everybody(200), "POST /api/auth/signout": everybody(302) },
  "/flags/[country]": { "GET /flags/DE": everybody(200) },
  "/healthz": { "GET /healthz": everybody(200) },
  "/icon.svg": { "GET /icon.svg": everybody(200) },
  "/readyz": { "GET /readyz": everybody(200) },
};
