import { ChevronLeftIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { PersonBadges } from "@/components/admin/person-badges";
import { PersonCards } from "@/components/admin/person-cards";
import { TwoStepCard } from "@/components/admin/two-step-card";
import { requireRecentAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { readPerson } from "@/lib/users/person";
import { resetSecondFactorsAction } from "./actions";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: PageProps<"/admin/users/[id]">) {
  const { id } = await params;
  const session = await requireRecentAdmin(`/admin/users/${id}`);
  const person = z.uuid().safeParse(id).success ? await readPerson(id) : null;
  if (!person) notFound();
  const { mfa } = await getSettings();
  const title = person.name ?? person.identifier ?? "Person without a name";
  return (
    <>
      <div className="space-y-3">
        <Link
          href="/admin/users"
          className="inline-flex items-center gap-1 rounded-sm text-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50"
        >
          <ChevronLeftIcon aria-hidden className="size-4" /> People
        </Link>
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          <PersonBadges person={person} />
        </div>
      </div>
      <PersonCards person={person} />
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
