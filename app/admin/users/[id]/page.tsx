import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { BackLink } from "@/components/admin/back-link";
import { LocksCard } from "@/components/admin/locks-card";
import { MembershipsCard } from "@/components/admin/memberships-card";
import { PersonBadges } from "@/components/admin/person-badges";
import { PersonCards } from "@/components/admin/person-cards";
import { PersonWallets } from "@/components/admin/person-wallets";
import { TwoStepCard } from "@/components/admin/two-step-card";
import { Identifier } from "@/components/identifier";
import type { Lock } from "@/lib/access/lockout";
import { listMemberships } from "@/lib/connections/organisations";
import { requireRecentAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { strategies } from "@/lib/strategies";
import type { StrategyId } from "@/lib/strategies/strategy";
import { readPerson } from "@/lib/users/person";
import { liftLocksAction, resetSecondFactorsAction } from "./actions";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: PageProps<"/admin/users/[id]">) {
  const { id } = await params;
  const session = await requireRecentAdmin(`/admin/users/${id}`);
  const person = z.uuid().safeParse(id).success ? await readPerson(id) : null;
  if (!person) notFound();
  const [{ mfa }, memberships] = await Promise.all([getSettings(), listMemberships(id)]);
  const knownBy = person.identifier && <Identifier value={person.identifier} ensName={person.ensName} />;
  return (
    <>
      <div className="space-y-3">
        <BackLink href="/admin/users">People</BackLink>
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere">
            {person.name ?? knownBy ?? "Person without a name"}
          </h1>
          <PersonBadges person={person} />
        </div>
      </div>
      <LocksCard id={id} locks={person.locks.map(inWords)} action={liftLocksAction} />
      <PersonCards person={person} />
      {person.wallets.length > 0 && <PersonWallets wallets={person.wallets} />}
      {memberships.length > 0 && <MembershipsCard memberships={memberships} />}
      <TwoStepCard
        person={person}
        twoStep={person.twoStep}
        isOwn={person.id === session.user.id}
        isRequired={mfa.required}
        action={resetSecondFactorsAction}
      />
    </>
  );
}

const inWords = ({ proof, ...lock }: Lock) => ({
  ...lock,
  what: strategies[proof as StrategyId]?.guessing?.locksAs ?? proof,
});
