import Link from "next/link";
import { Identifier } from "@/components/identifier";
import { Time } from "@/components/profile/time";

interface SsoPeopleProps {
  total: number;
  newest: { id: string; name: string | null; identifier: string | null; since: Date }[];
}

/** Who belongs to the organisation, the newest few by name. */
export function SsoPeople({ total, newest }: SsoPeopleProps) {
  if (total === 0) {
    return (
      <p className="text-sm text-muted-foreground">Nobody yet. People join with their first sign-in through it.</p>
    );
  }
  return (
    <>
      <p className="text-sm">
        <span className="font-medium tabular-nums">{total.toLocaleString("en")}</span>{" "}
        {total === 1 ? "member" : "members"}
        {total > newest.length && `, the newest ${newest.length}:`}
      </p>
      <ul className="divide-y" aria-label="Members">
        {newest.map(({ id, name, identifier, since }) => (
          <li
            key={id}
            className="flex flex-col gap-x-6 py-3 text-sm first:pt-0 last:pb-0 sm:flex-row sm:justify-between"
          >
            <Link href={`/admin/users/${id}`} className="font-medium wrap-anywhere underline-offset-4 hover:underline">
              {name ?? (identifier && <Identifier value={identifier} />) ?? "Person without a name"}
            </Link>
            <span className="text-muted-foreground">
              since <Time at={since} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
