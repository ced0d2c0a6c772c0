import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { Shell } from "@/components/shell";
import { requireAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { currentEnsName } from "@/lib/users/ens-name";

export { generateMetadata } from "@/app/branded-titles";

const links = [
  { href: "/admin", label: "Overview", icon: "admin" },
  { href: "/admin/users", label: "People", icon: "users" },
  { href: "/admin/authentication", label: "User & authentication", icon: "security" },
  { href: "/admin/social", label: "Social", icon: "social" },
  { href: "/admin/sso", label: "SSO", icon: "sso" },
  { href: "/admin/wallets", label: "Wallets", icon: "wallets" },
  { href: "/admin/sms", label: "SMS", icon: "sms" },
  { href: "/dashboard", label: "Back to the app", icon: "dashboard" },
] as const;

/** The frame around every admin page. Each page still guards itself: a layout is not a lock. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await requireAdmin("/admin");
  const { branding } = await getSettings();
  const user = { ...session.user, ensName: currentEnsName(session.user.ensName) };
  return (
    <Shell user={user} appName={branding.appName} links={links} signOutAction={signOutAction} label="Admin">
      {children}
    </Shell>
  );
}
