"use client";

import { Laptop, Smartphone } from "lucide-react";
import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";
import { Time } from "./time";

interface DeviceRowProps {
  device: {
    id: string;
    browser: string;
    system: string;
    isPhone: boolean;
    ip: string | null;
    createdAt: Date;
    lastSeenAt: Date;
  };
  isCurrent: boolean;
  action: FormAction;
}

/** One signed-in browser: what, where, since when, and its end. */
export function DeviceRow({ device, isCurrent, action }: DeviceRowProps) {
  const Icon = device.isPhone ? Smartphone : Laptop;
  const what = `${device.browser} on ${device.system}`;
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 sm:flex-row sm:items-center">
      <Icon aria-hidden className="hidden size-5 shrink-0 text-muted-foreground sm:block" />
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {what} {isCurrent && <Badge variant="secondary">This device</Badge>}
        </p>
        <p className="text-sm text-muted-foreground">
          {device.ip ?? "unknown address"} · last seen <Time at={device.lastSeenAt} /> · since{" "}
          <Time at={device.createdAt} />
        </p>
      </div>
      {!isCurrent && (
        <AuthForm action={action} hidden={{ id: device.id }} className="shrink-0">
          <SubmitButton variant="outline" size="sm" aria-label={`Sign out ${what}`} className="w-auto">
            Sign out
          </SubmitButton>
          <FormMessage />
          <RecentAuthHint />
        </AuthForm>
      )}
    </li>
  );
}
