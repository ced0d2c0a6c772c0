import type { Sql } from "postgres";
import { insertConnection } from "./connections";
import type { Inbox } from "./inbox";
import { clientOf, post, proveByCode, startReset, startSignIn, startSignUp } from "./instances-steps";
import { createPerson, newAddress } from "./people";
import type { RawClient } from "./raw-forms";
import { changeSettings, everythingOn } from "./settings";
import { connectionTo } from "./social";
import { pages } from "./walk-build";
import { pageRules } from "./walk-pages";
import type { VisitorName } from "./walk-rule";
import { browserOf, gatherVisitors } from "./walk-visitors";

/**
 * Whose requests are scanned: journeys `begun` (a code is asked for), those `proved` (a name or a new password is), a
 * sign-in that owes its second step or has to set one up, and an admin, or one who has to confirm who they are.
 */
export type ScanVisitor = "anonymous" | "begun" | "proved" | "pending" | "enrolling" | "stale" | "admin";

export type ScanVisitors = Record<ScanVisitor, RawClient> & {
  /** Somebody else's. */
  otherId: string;
  /** Of the person whose sign-in has begun. */
  password: string;
  /** Of organisations' connections. */
  connectionIds: Record<"saml" | "oidc", string>;
};

/** Everything is on; every journey has got as far as it can without its last step. */
export async function gatherScanVisitors(
  at: { db: Sql; url: string; secret: string },
  inbox: Inbox,
): Promise<ScanVisitors> {
  const forgetful = await createPerson(at.db, {});
  const proved = clientOf(at.url);
  await proveByCode(proved, "/sign-up", await startSignUp(proved, inbox, newAddress()));
  await proveByCode(proved, "/reset-password", await startReset(proved, inbox, forgetful.email));

  await changeSettings(at, everythingOn);
  const visitors = await gatherVisitors(at);
  const clientNamed = (name: VisitorName) => {
    const visitor = visitors.find((one) => one.name === name);
    if (!visitor) throw new Error(`nobody is ${name}`);
    return browserOf(visitor, at.url);
  };
  const [pending, enrolling] = [clientNamed("pending"), clientNamed("enrolling")];
  const [stale, admin] = [clientNamed("stale admin"), clientNamed("admin")];

  const github = connectionTo(at.secret, "github", { issuer: "", clientId: "client", clientSecret: "secret" });
  await changeSettings(at, {
    social: { connections: { github } },
    wallet: { base: true, metamask: true, coinbase: true, okx: true, other: true },
    mfa: { required: false },
  });
  const person = await createPerson(at.db, {});
  const begun = clientOf(at.url);
  await startSignIn(begun, person.email);
  await startSignUp(begun, inbox, newAddress());
  await startReset(begun, inbox, person.email);
  await begun.send("/api/passkeys/sign-in", { method: "POST", headers: { origin: begun.origin } });
  await post(stale, "/step-up", "password", "wrong");
  await post(admin, "/profile", "email", newAddress());
  const connectionIds = {
    saml: await insertConnection(at.db, { organisation: "Acme", protocol: "saml" }),
    oidc: await insertConnection(at.db, { organisation: "Acme", protocol: "oidc" }),
  };
  return {
    ...{ anonymous: clientOf(at.url), begun, proved, pending, enrolling, stale, admin },
    password: person.password ?? "",
    otherId: visitors[0]?.otherId ?? "",
    connectionIds,
  };
}

export function visitorOfPage(route: string): ScanVisitor {
  const rule = pageRules[route];
  // For an admin who has begun what goes on there.
  if (route === "/profile/verify" || route === "/profile/security/authenticator") return "admin";
  if (rule?.anonymous === 200) return "anonymous";
  if (rule?.admin === 200) return "admin";
  if (rule?.pending === 200) return "pending";
  if (rule?.enrolling === 200) return "enrolling";
  if (rule?.["stale admin"] === 200) return "stale";
  return /continue|new$/.test(route) ? "proved" : "begun";
}

export function visitorOfHandler(route: string): ScanVisitor {
  if (route.includes("step-up")) return "stale";
  return /attempts|leave|callback/.test(route) ? "begun" : "admin";
}

export function visitorOfAction(file: string, name: string): ScanVisitor {
  if (file.includes("second-factor/")) return /enrol/i.test(name) ? "enrolling" : "pending";
  if (file.includes("step-up/")) return "stale";
  if (!file.includes("(auth)")) return "admin";
  return /^(continueSignUp|newPassword)/.test(name) ? "proved" : "begun";
}

/** @returns the cookies of whoever sees a page, or may ask a handler. */
export function cookieFor(path: string, visitors: ScanVisitors): string {
  const page = pages.find(({ route }) => new RegExp(`^${route.replace(/\[\w+\]/g, "[^/]+")}$`).test(path));
  const { cookies } = visitors[page ? visitorOfPage(page.route) : "admin"];
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}
