import { Laptop, Smartphone } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { RowAction } from "./row-action";
import { Time } from "./time";

interface TrustedBrowserRowProps {
  browser: {
    id: string;
    browser: string;
    system: string;
    isPhone: boolean;
    ip: string | null;
    trustedUntil: Date;
  };
  isCurrent: boolean;
  /** Posts the `id`. */
  action: FormAction;
}

/** One browser that is spared the second step: what, where, until when, and the end of it. */
export function TrustedBrowserRow({ browser, isCurrent, action }: TrustedBrowserRowProps) {
  const Icon = browser.isPhone ? Smartphone : Laptop;
  const what = `${browser.browser} on ${browser.system}`;
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 sm:flex-row sm:items-center">
      <Icon aria-hidden className="hidden size-5 shrink-0 text-muted-foreground sm:block" />
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {what} {isCurrent && <Badge variant="secondary">This browser</Badge>}
        </p>
        <p className="text-sm text-muted-foreground">
          {browser.ip ?? "unknown address"} · Trusted until <Time at={browser.trustedUntil} />
        </p>
      </div>
      <RowAction action={action} hidden={{ id: browser.id }} label={`Stop trusting ${what}`}>
        Stop trusting
      </RowAction>
    </li>
  );
}
