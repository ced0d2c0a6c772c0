import { ChevronLeftIcon, ChevronRightIcon } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";

interface PeoplePagerProps {
  search: string;
  /** Places in the list; null at its ends. */
  newer: string | null;
  older: string | null;
}

/** On to the next people and back; nothing where all fit on one page. */
export function PeoplePager({ search, newer, older }: PeoplePagerProps) {
  if (!newer && !older) return null;
  const to = (place: Record<string, string>) =>
    `/admin/users?${new URLSearchParams({ ...(search && { q: search }), ...place })}`;
  return (
    <nav aria-label="More people" className="flex justify-between gap-2">
      {newer ? (
        <Button asChild variant="outline" className="h-11 sm:h-9">
          <Link href={to({ newer })} rel="prev">
            <ChevronLeftIcon aria-hidden /> Newer
          </Link>
        </Button>
      ) : (
        <span />
      )}
      {older && (
        <Button asChild variant="outline" className="h-11 sm:h-9">
          <Link href={to({ older })} rel="next">
            Older <ChevronRightIcon aria-hidden />
          </Link>
        </Button>
      )}
    </nav>
  );
}
