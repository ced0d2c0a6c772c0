import { ChevronLeftIcon } from "lucide-react";
import Link from "next/link";

/** Up to the list a page belongs to. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1 rounded-sm text-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50"
    >
      <ChevronLeftIcon aria-hidden className="size-4" /> {children}
    </Link>
  );
}
