import { KeyRoundIcon, MessageSquareIcon, SmartphoneIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { RowAction } from "./row-action";

const icons = { app: SmartphoneIcon, sms: MessageSquareIcon, codes: KeyRoundIcon };

interface SecondFactorRowProps {
  /** "Authenticator app", the number, "Backup codes". */
  title: string;
  description?: string;
  icon: keyof typeof icons;
  isDefault?: boolean;
  actions: {
    /** On the button. */
    label: string;
    /** As read out: with what it is done to. */
    aria: string;
    action: FormAction;
    hidden: Record<string, string>;
  }[];
  /** Why it can't be removed, in the place of that action. */
  locked?: string;
}

/** One second step of the person and what can be done with it. */
export function SecondFactorRow({ title, description, icon, isDefault, actions, locked }: SecondFactorRowProps) {
  const Icon = icons[icon];
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 sm:flex-row sm:items-center">
      <Icon aria-hidden className="hidden size-5 shrink-0 text-muted-foreground sm:block" />
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <span className="wrap-anywhere">{title}</span> {isDefault && <Badge variant="secondary">Default</Badge>}
        </p>
        {description && <p className="text-sm text-muted-foreground">{description}</p>}
        {locked && <p className="text-sm text-muted-foreground">{locked}</p>}
      </div>
      {actions.length > 0 && (
        <div className="flex flex-wrap gap-2 sm:shrink-0">
          {actions.map(({ label, aria, action, hidden }) => (
            <RowAction key={label} action={action} hidden={hidden} label={aria}>
              {label}
            </RowAction>
          ))}
        </div>
      )}
    </li>
  );
}
