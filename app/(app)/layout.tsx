import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { Shell } from "@/components/shell";
import { isAdmin, requireUser } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { currentEnsName } from "@/lib/users/ens-name";

export { generateMetadata } from "@/app/branded-titles";

/** The frame around every private page. Each page still guards itself: a layout is not a lock. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const session = await requireUser();
  const { branding } = await getSettings();
  const user = { ...session.user, ensName: currentEnsName(session.user.ensName) };
  const links = [
    { href: "/dashboard", label: "Dashboard", icon: "dashboard" },
    { href: "/profile", label: "Profile", icon: "profile" },
    { href: "/profile/security", label: "Security", icon: "security" },
    ...(isAdmin(session) ? [{ href: "/admin", label: "Admin", icon: "admin" } as const] : []),
  ] as const;
  return (
    <Shell user={user} appName={branding.appName} links={links} signOutAction={signOutAction}>
      {children}
    </Shell>
  );
}
