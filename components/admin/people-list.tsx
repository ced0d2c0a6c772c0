import Link from "next/link";
import { Identifier } from "@/components/identifier";
import { Time } from "@/components/profile/time";
import { Card, CardContent } from "@/components/ui/card";
import type { PersonRow } from "@/lib/users/people";
import { PersonBadges } from "./person-badges";

interface PeopleListProps {
  people: PersonRow[];
  /** What they were looked for by. */
  search: string;
}

/** People, a row each; on a phone what stands beside the name goes below it. */
export function PeopleList({ people, search }: PeopleListProps) {
  if (people.length === 0) {
    return (
      <Card>
        <CardContent className="space-y-1 text-center">
          <p className="line-clamp-3 font-medium wrap-anywhere">
            {search ? `Nobody matches “${search}”` : "Nobody is here yet"}
          </p>
          <p className="text-sm text-muted-foreground">
            {search
              ? "Type how their name, address, number, username or wallet begins."
              : "People appear here once they have signed up."}
          </p>
        </CardContent>
      </Card>
    );
  }
  return (
    <Card className="py-0">
      <CardContent className="px-0">
        <ul className="divide-y" aria-label="People">
          {people.map((person) => (
            <Row key={person.id} person={person} />
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

function Row({ person }: { person: PersonRow }) {
  const { id, name, identifier, ensName, createdAt, lastSignInAt } = person;
  const knownBy = identifier && <Identifier value={identifier} ensName={ensName} />;
  return (
    <li className="relative flex flex-col gap-x-6 gap-y-2 px-4 py-3 hover:bg-accent/50 sm:flex-row sm:items-center sm:px-6">
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <Link
            href={`/admin/users/${id}`}
            className="wrap-anywhere outline-none after:absolute after:inset-0 focus-visible:after:ring-[3px] focus-visible:after:ring-ring/50 focus-visible:after:ring-inset"
          >
            {name ?? knownBy ?? "Person without a name"}
          </Link>
          <PersonBadges person={person} />
        </p>
        {name && knownBy && <p className="text-sm text-muted-foreground wrap-anywhere">{knownBy}</p>}
      </div>
      <dl className="grid shrink-0 grid-cols-[auto_1fr] gap-x-2 text-xs text-muted-foreground tabular-nums sm:w-64">
        <dt>Joined</dt>
        <dd className="sm:text-end">
          <Time at={createdAt} />
        </dd>
        <dt>Last sign-in</dt>
        <dd className="sm:text-end">{lastSignInAt ? <Time at={lastSignInAt} /> : "never"}</dd>
      </dl>
    </li>
  );
}
