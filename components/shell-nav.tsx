"use client";

import {
  Building2,
  LayoutDashboard,
  MessageSquareText,
  Settings2,
  Share2,
  ShieldCheck,
  UserRound,
  UsersRound,
  WalletIcon,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

const icons = {
  dashboard: LayoutDashboard,
  profile: UserRound,
  security: ShieldCheck,
  admin: Settings2,
  sms: MessageSquareText,
  social: Share2,
  sso: Building2,
  users: UsersRound,
  wallets: WalletIcon,
};

export interface ShellLink {
  href: string;
  label: string;
  icon: keyof typeof icons;
}

/** The side navigation; marks the page one is on. */
export function ShellNav({ links }: { links: readonly ShellLink[] }) {
  const pathname = usePathname();
  // A page below one of these belongs to the one that names it most exactly.
  const [here] = links
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((one, other) => other.href.length - one.href.length);
  return (
    <nav aria-label="Pages">
      <ul className="space-y-1">
        {links.map(({ href, label, icon }) => {
          const Icon = icons[icon];
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={href === pathname ? "page" : href === here?.href ? "true" : undefined}
                className="flex min-h-11 items-center gap-3 rounded-md px-3 text-sm font-medium text-muted-foreground outline-none hover:bg-accent hover:text-accent-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50 aria-[current]:bg-accent aria-[current]:text-foreground md:min-h-9"
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
