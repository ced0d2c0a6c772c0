"use client";

import type { ReactNode } from "react";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { BackupCodes } from "./backup-codes";
import { useAnswer } from "./form-context";
import { FormMessage } from "./form-message";
import { SubmitButton } from "./submit-button";

interface BackupCodesFormProps {
  /** Makes the codes and answers with them: `backupCodes`. */
  action: FormAction;
  /** The name of this site. */
  appName: string;
  label: "Show backup codes" | "Make new codes";
  /** What is lost by it, above the button. */
  warning?: string;
  /** Below the codes, once they are there: the way on. A link, as they stand inside a form. */
  children?: ReactNode;
}

/** Makes backup codes and shows them this one time: a reload brings the button back. */
export function BackupCodesForm({ action, ...props }: BackupCodesFormProps) {
  return (
    <AuthForm action={action}>
      <Answer {...props} />
    </AuthForm>
  );
}

function Answer({ appName, label, warning, children }: Omit<BackupCodesFormProps, "action">) {
  const { backupCodes } = useAnswer();
  if (backupCodes) {
    return (
      <>
        <BackupCodes codes={backupCodes} appName={appName} />
        {children}
      </>
    );
  }
  return (
    <>
      {warning && <p className="text-sm text-muted-foreground">{warning}</p>}
      <SubmitButton variant="outline" className="sm:w-fit">
        {label}
      </SubmitButton>
      <FormMessage />
      <RecentAuthHint />
    </>
  );
}
