import type { ReactNode } from "react";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { FormAction } from "@/lib/form-state";
import { anchorOf } from "./setting-names";
import { SettingsForm } from "./settings-form";

interface SettingsCardProps {
  title: string;
  description: string;
  action: FormAction;
  /** Why this section has no effect at the moment. */
  warning?: string | null;
  /** Posted along unseen. */
  hidden?: Record<string, string>;
  children: ReactNode;
}

/** One section of the settings: saved as a whole, in force at once. */
export function SettingsCard({ title, description, action, warning, hidden, children }: SettingsCardProps) {
  return (
    <Card id={anchorOf(title)} role="region" aria-label={title} className="scroll-mt-6">
      <CardHeader>
        <CardTitle>
          <h2>{title}</h2>
        </CardTitle>
        <CardDescription>{description}</CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {warning && (
          <Alert>
            <AlertDescription>{warning}</AlertDescription>
          </Alert>
        )}
        <SettingsForm action={action} label={title} hidden={hidden}>
          {children}
        </SettingsForm>
      </CardContent>
    </Card>
  );
}
