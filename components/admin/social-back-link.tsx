import { ChevronLeftIcon } from "lucide-react";
import Link from "next/link";

/** To the list of social connections. */
export function BackLink() {
  return (
    <Link
      href="/admin/social"
      className="inline-flex items-center gap-1 rounded-sm text-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50"
    >
      <ChevronLeftIcon aria-hidden className="size-4" /> Social
    </Link>
  );
}
