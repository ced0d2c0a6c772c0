import { Time } from "@/components/profile/time";
import { AdminCard } from "./admin-card";

/** The organisations somebody belongs to. */
export function MembershipsCard({ memberships }: { memberships: { id: string; name: string; since: Date }[] }) {
  return (
    <AdminCard
      title="Organisations"
      description="They belong to these by having signed in through their identity provider."
    >
      <ul className="divide-y" aria-label="Organisations">
        {memberships.map(({ id, name, since }) => (
          <li
            key={id}
            className="flex flex-col gap-x-6 py-3 text-sm first:pt-0 last:pb-0 sm:flex-row sm:justify-between"
          >
            <span className="font-medium wrap-anywhere">{name}</span>
            <span className="text-muted-foreground">
              since <Time at={since} />
            </span>
          </li>
        ))}
      </ul>
    </AdminCard>
  );
}
