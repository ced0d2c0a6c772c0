import { AdminCard } from "@/components/admin/admin-card";
import { SsoActivation } from "@/components/admin/sso-activation";
import { Alert, AlertDescription } from "@/components/ui/alert";
import type { EnterpriseConnection } from "@/lib/connections/enterprise";
import { isConfigured } from "@/lib/connections/enterprise-state";
import { countPeopleOfDomains } from "@/lib/connections/organisations";
import { activateAction } from "./actions";

interface StateCardProps {
  connection: EnterpriseConnection;
  domains: string[];
}

/** What is left to do before people are sent to a connection; of an active one, whether it still holds. */
export async function StateCard({ connection, domains }: StateCardProps) {
  const { id, active, enforced, testedAt } = connection;
  if (active && testedAt) return null;
  if (active) {
    return (
      <Alert>
        <AlertDescription>
          The identity provider was changed since the last test that passed. It goes on as it is now: run a test sign-in
          to see that it works.
        </AlertDescription>
      </Alert>
    );
  }
  const steps = [
    { words: "Set up the identity provider", done: isConfigured(connection) },
    { words: "Add a domain", done: domains.length > 0 },
    { words: "Run a test sign-in that passes, with everything as it is now", done: testedAt !== null },
  ];
  const isReady = steps.every(({ done }) => done);
  const effect = isReady ? effectOn(await countPeopleOfDomains(connection), enforced) : "";
  return (
    <AdminCard title="Activate" description="Nobody is sent to it until you have done these and activate it.">
      <SsoActivation action={activateAction} connection={id} steps={steps} effect={effect} />
    </AdminCard>
  );
}

const effectOn = (people: number, enforced: boolean) => {
  if (people === 0) return "Nobody with an account here has an address of its domains yet.";
  const who = people === 1 ? "1 person has" : `${people.toLocaleString("en")} people have`;
  return enforced
    ? `${who} an address of its domains here. From then on they sign in through it and in no other way. Keep an administrator whose address is elsewhere, in case the identity provider fails.`
    : `${who} an address of its domains here. From then on it is offered to them.`;
};
