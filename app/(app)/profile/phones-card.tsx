import { AddPhoneForm } from "@/components/profile/add-phone-form";
import { IdentifierRow } from "@/components/profile/identifier-row";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Settings } from "@/lib/settings/schema";
import { verifierOf } from "@/lib/strategies";
import type { listIdentifiers } from "@/lib/users/identifiers";
import { usesKind } from "@/lib/users/identify";
import { offeredCountries } from "@/lib/users/offered-countries";
import { formatPhone } from "@/lib/users/phone-number";
import { addPhoneAction, makePrimaryAction, removeIdentifierAction } from "./actions";

interface PhonesCardProps {
  phones: Awaited<ReturnType<typeof listIdentifiers>>;
  settings: Settings;
}

/** A person's numbers. */
export function PhonesCard({ phones, settings }: PhonesCardProps) {
  const { signIn, restrictChanges, defaultCountry } = settings.phone;
  return (
    <Card role="region" aria-label="Phone numbers">
      <CardHeader>
        <CardTitle>Phone numbers</CardTitle>
        <CardDescription>
          {signIn ? "You can sign in with any of them." : "For text messages about your account."}
          {restrictChanges && " They can't be changed here; ask an administrator."}
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {phones.length === 0 && <p className="text-sm text-muted-foreground">You have no number yet.</p>}
        <ul className="divide-y">
          {phones.map(({ id, value, isPrimary, verifiedAt }) => (
            <IdentifierRow
              key={id}
              id={id}
              verifyFields={{ phone: value }}
              text={formatPhone(value)}
              isPrimary={isPrimary}
              isVerified={verifiedAt !== null}
              isRestricted={restrictChanges}
              isOnly={phones.length === 1 && settings.phone.signUp !== "required"}
              verifyAction={addPhoneAction}
              makePrimaryAction={makePrimaryAction}
              removeAction={removeIdentifierAction}
            />
          ))}
        </ul>
        {!restrictChanges &&
          usesKind(settings, "phone") &&
          (verifierOf("phone", settings, "add-identifier") ? (
            <AddPhoneForm
              action={addPhoneAction}
              countries={offeredCountries(settings)}
              defaultCountry={defaultCountry}
            />
          ) : (
            <p className="text-sm text-muted-foreground">
              Text messages can't be sent here at the moment, so no number can be added.
            </p>
          ))}
      </CardContent>
    </Card>
  );
}
