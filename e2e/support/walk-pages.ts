import { admins, everybody, type Rule, signedIn, type VisitorName } from "./walk-rule";

/** A page shows itself, is not there, or sends to another one. */
export type Sight = 200 | 404 | `/${string}`;

const open = everybody<Sight>(200);
const signedOut: Rule<Sight> = { ...open, ...signedIn("/dashboard") };
/** A later step, for who has begun; the others begin at the start. */
const stepAfter = (start: `/${string}`): Rule<Sight> => ({ ...everybody(start), ...signedIn("/dashboard") });
/** Where a sign-in stands that has its first factor. */
const halfway = { pending: "/second-factor/sign-in", enrolling: "/second-factor/sign-in/enrol" } as const;
const own: Rule<Sight> = { ...everybody<Sight>("/sign-in"), ...signedIn(200) };
const ownStepAfter = (start: `/${string}`): Rule<Sight> => ({ ...own, ...signedIn(start) });
const forAdmins: Rule<Sight> = { ...own, ...signedIn(404), ...admins(200) };
const forFreshAdmins: Rule<Sight> = { ...forAdmins, "stale admin": "/step-up" };

/** Who sees each page, with everything switched on. One with variable parts says at which address it is visited
 * (`at`); `{id}` there is somebody else's. */
export const pageRules: Record<string, Rule<Sight> & { at?: string }> = {
  "/": open,
  "/admin": forAdmins,
  "/admin/authentication": forFreshAdmins,
  "/admin/sms": forFreshAdmins,
  "/admin/social": forAdmins,
  "/admin/social/[connection]": { ...forFreshAdmins, at: "/admin/social/google" },
  "/admin/social/new": forFreshAdmins,
  "/admin/sso": forFreshAdmins,
  // There is a connection that has the id of somebody.
  "/admin/sso/[connection]": { ...forFreshAdmins, at: "/admin/sso/{id}" },
  "/admin/sso/new": forFreshAdmins,
  "/admin/users": forAdmins,
  "/admin/users/[id]": { ...forFreshAdmins, at: "/admin/users/{id}" },
  "/admin/wallets": forFreshAdmins,
  "/create-passkey": own,
  "/dashboard": own,
  "/email-link": open,
  "/email-link/opened": open,
  "/profile": own,
  "/profile/security": own,
  "/profile/security/authenticator": {
    ...ownStepAfter("/profile/security"),
    "stale user": "/step-up",
    "stale admin": "/step-up",
  },
  "/profile/security/backup-codes": own,
  "/profile/verify": ownStepAfter("/profile"),
  "/reset-password": open,
  "/reset-password/new": stepAfter("/reset-password"),
  "/reset-password/verify": stepAfter("/reset-password"),
  "/second-factor/[flow]": { ...stepAfter("/sign-in"), ...halfway, pending: 200, at: halfway.pending },
  "/second-factor/[flow]/enrol": { ...stepAfter("/sign-in"), ...halfway, enrolling: 200, at: halfway.enrolling },
  "/sign-in": signedOut,
  "/sign-in/verify": { ...stepAfter("/sign-in"), ...halfway },
  "/sign-out": own,
  "/sign-up": signedOut,
  "/sign-up/continue": stepAfter("/sign-up"),
  "/sign-up/verify": stepAfter("/sign-up"),
  "/sso": open,
  "/sso/leave": everybody<Sight>("/sso"),
  "/step-up": { ...own, user: "/dashboard", admin: "/dashboard" },
  "/unlock": open,
};

/** @returns the address at which a page is visited. @param id somebody's. */
export const addressOf = (route: string, id: string): string => (pageRules[route]?.at ?? route).replace("{id}", id);

/** @returns the pages that show themselves to this visitor, and not to the anonymous. @param id somebody's. */
export const privatePagesOf = (visitor: VisitorName, id: string): string[] =>
  Object.entries(pageRules)
    .filter(([, rule]) => rule[visitor] === 200 && rule.anonymous !== 200)
    .map(([route]) => addressOf(route, id));
