import { CreatePasskey } from "@/components/profile/create-passkey";
import { PasskeyRow } from "@/components/profile/passkey-row";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { offersPasskeys } from "@/lib/security/relying-party";
import type { Settings } from "@/lib/settings/schema";
import type { Passkey } from "@/lib/users/passkeys";
import {
  finishAddPasskeyAction,
  removePasskeyAction,
  renamePasskeyAction,
  startAddPasskeyAction,
} from "./passkey-actions";

interface PasskeysCardProps {
  passkeys: Passkey[];
  settings: Settings;
}

/** A person's passkeys, and the way to another one. Nothing where there are none and none can be made. */
export function PasskeysCard({ passkeys, settings }: PasskeysCardProps) {
  const offered = offersPasskeys(settings);
  if (passkeys.length === 0 && !offered) return null;
  const { perPerson } = settings.passkey;

  return (
    <Card role="region" aria-label="Passkeys">
      <CardHeader>
        <CardTitle>Passkeys</CardTitle>
        <CardDescription>
          {offered
            ? "Sign in with your fingerprint, face or screen lock. Nothing to remember, and nothing that can be phished."
            : "Passkeys are switched off here at the moment, so these don't sign you in."}
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {passkeys.length > 0 ? (
          <ul className="divide-y" aria-label="Passkeys">
            {passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => (
              <PasskeyRow
                key={id}
                passkey={{ id, name, createdAt, lastUsedAt, backedUp }}
                renameAction={renamePasskeyAction}
                removeAction={removePasskeyAction}
              />
            ))}
          </ul>
        ) : (
          <p className="text-sm text-muted-foreground">You have none yet.</p>
        )}
        {passkeys.length > 0 && offered && (
          <p className="text-sm text-muted-foreground">
            {passkeys.length} of {perPerson}
            {passkeys.length >= perPerson && ". Remove one to create another."}
          </p>
        )}
        {offered && passkeys.length < perPerson && (
          <CreatePasskey
            startAction={startAddPasskeyAction}
            finishAction={finishAddPasskeyAction}
            className="sm:w-fit"
          />
        )}
      </CardContent>
    </Card>
  );
}
