import "server-only";
import { purgeGuesses } from "@/lib/access/guess-ceiling";
import { purgeLockouts } from "@/lib/access/lockout";
import { purgeSmsSends } from "@/lib/access/sms-guard";
import { purgeUnlockLinks } from "@/lib/access/unlock-links";
import { purgeSamlAssertions, purgeSamlHandoffs } from "@/lib/connections/saml-replay";
import { purgeAttempts } from "@/lib/flows/attempt";
import { closeAuditRepeats } from "@/lib/security/audit-repeats";
import { purgeRateLimits } from "@/lib/security/rate-limits";
import { purgeSessions } from "@/lib/sessions/revoke";
import type { Job } from "./job";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Everything that runs by schedule. A new job is a line here. */
export const registry: readonly Job[] = [
  { name: "audit-repeats", title: "Log repeated events", everyMs: HOUR, step: closeAuditRepeats },
  { name: "sessions", title: "Delete expired sessions", everyMs: HOUR, step: purgeSessions },
  { name: "attempts", title: "Delete expired attempts", everyMs: HOUR, step: purgeAttempts },
  { name: "rate-limits", title: "Delete expired rate limits", everyMs: HOUR, step: purgeRateLimits },
  { name: "saml-assertions", title: "Delete expired SAML assertions", everyMs: HOUR, step: purgeSamlAssertions },
  { name: "saml-handoffs", title: "Delete unclaimed SAML responses", everyMs: HOUR, step: purgeSamlHandoffs },
  { name: "unlock-links", title: "Delete expired unlock links", everyMs: HOUR, step: purgeUnlockLinks },
  { name: "lockouts", title: "Delete old failed sign-in attempts", everyMs: DAY, step: purgeLockouts },
  { name: "guesses", title: "Delete old code guesses", everyMs: DAY, step: purgeGuesses },
  { name: "sms-sends", title: "Delete old text message records", everyMs: DAY, step: purgeSmsSends },
];
