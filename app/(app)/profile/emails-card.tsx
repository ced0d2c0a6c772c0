import { AddEmailForm } from "@/components/profile/add-email-form";
import { IdentifierRow } from "@/components/profile/identifier-row";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Settings } from "@/lib/settings/schema";
import type { listIdentifiers } from "@/lib/users/identifiers";
import { usesKind } from "@/lib/users/identify";
import { addEmailAction, makePrimaryAction, removeIdentifierAction } from "./actions";

interface EmailsCardProps {
  emails: Awaited<ReturnType<typeof listIdentifiers>>;
  settings: Settings;
}

/** A person's addresses. */
export function EmailsCard({ emails, settings }: EmailsCardProps) {
  const { signIn, restrictChanges } = settings.email;
  return (
    <Card role="region" aria-label="Email addresses">
      <CardHeader>
        <CardTitle>Email addresses</CardTitle>
        <CardDescription>
          {signIn
            ? "You can sign in with any of them. Notices go to the primary one."
            : "Notices go to the primary one."}
          {restrictChanges && " They can't be changed here; ask an administrator."}
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {emails.length === 0 && <p className="text-sm text-muted-foreground">You have no address yet.</p>}
        <ul className="divide-y">
          {emails.map(({ id, value, isPrimary, verifiedAt }) => (
            <IdentifierRow
              key={id}
              id={id}
              verifyFields={{ email: value }}
              text={value}
              isPrimary={isPrimary}
              isVerified={verifiedAt !== null}
              isRestricted={restrictChanges}
              isOnly={emails.length === 1 && settings.email.signUp !== "required"}
              verifyAction={addEmailAction}
              makePrimaryAction={makePrimaryAction}
              removeAction={removeIdentifierAction}
            />
          ))}
        </ul>
        {!restrictChanges && usesKind(settings, "email") && (
          <AddEmailForm action={addEmailAction} sends={settings.email.verifyBy} />
        )}
      </CardContent>
    </Card>
  );
}
