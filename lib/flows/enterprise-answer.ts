import "server-only";
import { findAccount } from "@/lib/connections/accounts";
import { type ConnectionCheck, recordConnectionAttempt } from "@/lib/connections/connection-log";
import { coversAddress, type EnterpriseConnection } from "@/lib/connections/enterprise";
import { enterpriseClaims } from "@/lib/connections/enterprise-claims";
import { PERSON_CHECKS, type PersonCheckId } from "@/lib/connections/person-checks";
import type { ErrorCode } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { findOwner } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";

/** What came back from the identity provider of an organisation, and what became of it. */
export interface EnterpriseAnswer {
  connection: EnterpriseConnection;
  isTest: boolean;
  /** Of its protocol, in the order they were made. */
  checks: ConnectionCheck[];
  decoded: Record<string, unknown> | null;
  /** What it said about the person, once all of `checks` had passed; else null. */
  said: { values: Record<string, unknown>; nameId?: string } | null;
  /** Why it led nowhere; null when it went well. */
  problem: ErrorCode | null;
}

/** Writes an answer into the log of its connection, with what is checked of the person added (B08). @returns its row's id. */
export async function recordAnswer(visit: Pick<Visit, "settings" | "now">, answer: EnterpriseAnswer): Promise<string> {
  const { connection, isTest, problem, decoded } = answer;
  const checks = [...answer.checks, ...(await judgePerson(visit.settings, answer))];
  return recordConnectionAttempt({ connectionId: connection.id, isTest, problem, checks, decoded }, visit.now);
}

/** @returns whether somebody the provider names has an account here, or may get one. */
export async function mayEnter(
  { id, createsPeople }: EnterpriseConnection,
  { subject, email }: { subject: string; email: string | null },
  settings: Settings,
): Promise<boolean> {
  if (createsPeople && settings.signUp.open) return true;
  if (await findAccount(id, subject)) return true;
  return email !== null && (await findOwner({ kind: "email", value: email })) !== null;
}

/** Failures of the strategy and of the replay guard that are about none of the person's own checks. */
const ABOUT_USE: ErrorCode[] = ["sso_refused", "attempt_missing", "strategy_unavailable", "enterprise_changed"];

async function judgePerson(
  settings: Settings,
  { connection, said, problem }: EnterpriseAnswer,
): Promise<ConnectionCheck[]> {
  const asked = (Object.keys(PERSON_CHECKS) as PersonCheckId[]).filter(
    (id) => id !== "verified" || connection.protocol === "oidc",
  );
  const judged = new Map<PersonCheckId, ConnectionCheck>();
  const check = (id: PersonCheckId, passed: boolean, found?: string) => {
    judged.set(id, { id, state: passed ? "passed" : "failed", ...(!passed && found && { found }) });
    return passed;
  };

  async function judge({ values, nameId }: NonNullable<EnterpriseAnswer["said"]>) {
    const claims = enterpriseClaims(connection, values, nameId);
    const typed = [values[connection.attributes.email]].flat()[0];
    const names = Object.keys(values).join(", ");
    if (!check("use", problem === null || !ABOUT_USE.includes(problem))) return;
    if (!check("address", typeof typed === "string" && typed.trim() !== "", names && `It sent: ${names}`)) return;
    const isDoubted = connection.protocol === "oidc" && "email_verified" in values && values.email_verified !== true;
    if (connection.protocol === "oidc" && !check("verified", !isDoubted, String(values.email_verified))) return;
    const email = claims?.email ?? null;
    if (!check("domain", email !== null && (await coversAddress(connection.id, email)), String(typed))) return;
    check("account", await mayEnter(connection, { subject: claims?.subject ?? "", email }, settings));
  }
  if (said) await judge(said);
  return asked.map((id) => judged.get(id) ?? { id, state: "skipped" });
}
