import { LogOut, Menu } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { SignOutForm } from "@/components/auth/sign-out-form";
import { SignedInHere } from "@/components/auth/signed-in-here";
import { StepUpProvider } from "@/components/auth/step-up-provider";
import { Brand } from "@/components/brand";
import { Identifier } from "@/components/identifier";
import { type ShellLink, ShellNav } from "@/components/shell-nav";
import { ThemeToggle } from "@/components/theme-toggle";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetHeader, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import type { FormAction } from "@/lib/form-state";

interface ShellProps {
  user: { name: string | null; identifier: string | null; ensName: string | null };
  /** The name of this site. */
  appName: string;
  links: readonly ShellLink[];
  signOutAction: FormAction;
  /** Stands beside the logo, where it is not the person's own area. */
  label?: string;
  children: ReactNode;
}

/** The quiet two-column frame of profile and admin; on a phone the navigation is a sheet. */
export function Shell({ user, appName, links, signOutAction, label, children }: ShellProps) {
  const who = (
    <div className="space-y-3 border-t pt-4">
      <p className="truncate px-3 text-sm text-muted-foreground" title={user.identifier ?? undefined}>
        {user.identifier ? <Identifier value={user.identifier} ensName={user.ensName} /> : user.name}
      </p>
      <SignOutForm action={signOutAction} icon={<LogOut aria-hidden />} />
    </div>
  );
  return (
    <div className="mx-auto flex min-h-svh max-w-6xl flex-col">
      <SignedInHere />
      <header className="flex h-16 items-center gap-3 border-b px-4 md:px-6">
        <Sheet>
          <SheetTrigger asChild>
            <Button variant="ghost" size="icon" className="md:hidden" aria-label="Open navigation">
              <Menu aria-hidden />
            </Button>
          </SheetTrigger>
          <SheetContent side="left" className="w-72">
            <SheetHeader>
              <SheetTitle>{label ?? "Your account"}</SheetTitle>
              <SheetDescription className="sr-only">Pages of this area</SheetDescription>
            </SheetHeader>
            <div className="flex flex-1 flex-col justify-between p-4 pt-0">
              <ShellNav links={links} />
              {who}
            </div>
          </SheetContent>
        </Sheet>
        <Link href="/" className="flex min-w-0 rounded-md">
          <Brand name={appName} />
        </Link>
        {label && (
          <span className="rounded-full border px-2 py-0.5 text-xs font-medium text-muted-foreground">{label}</span>
        )}
        <div className="ml-auto">
          <ThemeToggle />
        </div>
      </header>
      <div className="flex flex-1">
        <aside className="hidden w-60 shrink-0 flex-col justify-between border-r p-4 md:sticky md:top-0 md:flex md:h-[calc(100svh-4rem)]">
          <ShellNav links={links} />
          {who}
        </aside>
        <main id="main" className="min-w-0 flex-1 space-y-6 p-4 pb-16 md:p-8">
          <StepUpProvider>{children}</StepUpProvider>
        </main>
      </div>
    </div>
  );
}
