"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { AuthForm } from "@/components/auth/auth-form";
import { useField } from "@/components/auth/form-context";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import { FieldError } from "@/components/ui/field";
import type { FormAction } from "@/lib/form-state";
import { UnreadableRows } from "./unreadable-rows";

/** A section some settings of which can't be read, in words. */
export interface UnreadableGroup {
  section: string;
  title: string;
  href: string;
  rows: { label: string; now: string; stored: string | null; lastGood: string | null }[];
  /** What is stored in place of all of them. */
  stored: string | null;
  canRestore: boolean;
}

interface UnreadableSettingsProps {
  groups: UnreadableGroup[];
  /** Settings that can be read, and apply otherwise because of the rest. */
  givingWay: { label: string; now: string }[];
  restoreAction: FormAction;
}

/**
 * Says which settings can't be read, what applies meanwhile, and how to mend it.
 */
export function UnreadableSettings({ groups, givingWay, restoreAction }: UnreadableSettingsProps) {
  return (
    <AuthForm action={restoreAction} className="gap-3">
      <section
        aria-labelledby="unreadable-settings"
        className="overflow-hidden rounded-xl border border-destructive/60 bg-card text-card-foreground shadow-sm"
      >
        <header className="flex gap-3 bg-destructive/8 px-4 py-4 sm:px-6">
          <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-destructive" />
          <div className="space-y-1">
            <h2 id="unreadable-settings" className="font-semibold text-destructive">
              Some settings can't be read
            </h2>
            <p className="text-sm text-pretty">
              Their strict values apply until you restore or save them, so that nobody gets in by mistake. What's stored
              hasn't been changed.
            </p>
          </div>
        </header>
        <div className="divide-y border-t">
          {groups.map((group) => (
            <Group key={group.section} {...group} />
          ))}
          {givingWay.length > 0 && (
            <div className="space-y-2 px-4 py-4 sm:px-6">
              <h3 className="text-sm font-semibold">Also different for now</h3>
              <p className="text-sm text-muted-foreground">
                These can be read, but would contradict a strict value or leave nobody a way to sign in.
              </p>
              <UnreadableRows rows={givingWay} />
            </div>
          )}
        </div>
      </section>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 empty:hidden">
        <FormMessage />
        <RecentAuthHint />
      </div>
    </AuthForm>
  );
}

function Group({ section, title, href, rows, stored, canRestore }: UnreadableGroup) {
  const { error } = useField(section);
  return (
    <div className="space-y-3 px-4 py-4 sm:px-6">
      <h3 className="text-sm font-semibold">{title}</h3>
      {stored !== null && (
        <p className="text-sm text-muted-foreground">
          Stored in place of the whole section: <code className="font-mono text-xs wrap-anywhere">{stored}</code>
        </p>
      )}
      <UnreadableRows rows={rows} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {canRestore && (
          <SubmitButton
            name="section"
            value={section}
            variant="outline"
            size="default"
            aria-label={`Restore last good version of ${title}`}
            className="w-auto"
          >
            Restore last good version
          </SubmitButton>
        )}
        <Link
          href={href}
          aria-label={`Open settings of ${title}`}
          className="text-sm font-medium underline underline-offset-4"
        >
          Open settings
        </Link>
      </div>
      {error && <FieldError>{error}</FieldError>}
      {!canRestore && (
        <p className="text-sm text-muted-foreground">No earlier version is stored. Check the settings and save them.</p>
      )}
    </div>
  );
}
