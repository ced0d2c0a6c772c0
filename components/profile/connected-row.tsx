import { Building2Icon } from "lucide-react";
import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { type Logo, SocialIcon } from "@/components/auth/social-icon";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";
import { Time } from "./time";

interface ConnectedRowProps {
  account: {
    connection: string;
    subject: string;
    name: string;
    logo?: Logo;
    label: string | null;
    createdAt: Date;
    lastUsedAt: Date | null;
    isEnterprise: boolean;
    signsIn: boolean;
  };
  /** Takes `connection` and `subject`. */
  disconnectAction: FormAction;
}

/** One account elsewhere: whose it is there, since when and how lately, and the end of it. */
export function ConnectedRow({ account, disconnectAction }: ConnectedRowProps) {
  const { connection, subject, name, logo, label, createdAt, lastUsedAt, isEnterprise, signsIn } = account;
  return (
    <li className="flex items-start gap-3 py-4 first:pt-0 last:pb-0">
      {isEnterprise ? (
        <Building2Icon aria-hidden className="size-5 shrink-0 text-muted-foreground" />
      ) : (
        <SocialIcon name={name} logo={logo} />
      )}
      <div className="min-w-0 grow space-y-0.5">
        <p className="text-sm font-medium wrap-anywhere">{name}</p>
        {label && <p className="text-sm wrap-anywhere">{label}</p>}
        <p className="text-sm text-muted-foreground">
          Connected <Time at={createdAt} />
          {lastUsedAt && (
            <>
              {" "}
              · Last used <Time at={lastUsedAt} />
            </>
          )}
        </p>
        {!signsIn && <p className="text-sm text-muted-foreground">It doesn't sign you in here at the moment.</p>}
        {isEnterprise ? (
          <p className="text-sm text-muted-foreground">Your organisation's: an administrator looks after it.</p>
        ) : (
          <details className="text-sm">
            <summary
              aria-label={`Disconnect ${name}`}
              className="w-fit cursor-pointer rounded-sm py-1 font-medium underline underline-offset-4"
            >
              Disconnect
            </summary>
            <AuthForm action={disconnectAction} hidden={{ connection, subject }} className="max-w-sm pt-2">
              <p className="text-muted-foreground">
                {name} will no longer sign you in. Your account there stays as it is.
              </p>
              <SubmitButton size="sm" variant="destructive" className="w-fit">
                Yes, disconnect
              </SubmitButton>
              <FormMessage />
              <RecentAuthHint />
            </AuthForm>
          </details>
        )}
      </div>
    </li>
  );
}
