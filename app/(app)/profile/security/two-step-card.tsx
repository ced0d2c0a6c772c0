import Link from "next/link";
import { SecondFactorRow } from "@/components/profile/second-factor-row";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Settings } from "@/lib/settings/schema";
import { offeredSecondFactors } from "@/lib/strategies";
import type { listIdentifiers } from "@/lib/users/identifiers";
import { formatPhone } from "@/lib/users/phone-number";
import type { SecondFactor } from "@/lib/users/second-factors";
import {
  chooseDefaultAction,
  removeFactorAction,
  startAuthenticatorAction,
  turnOnPhoneAction,
} from "./second-factor-actions";

interface TwoStepCardProps {
  /** The one asked for first at the head. */
  factors: SecondFactor[];
  phones: Awaited<ReturnType<typeof listIdentifiers>>;
  backupCodesLeft: number;
  settings: Settings;
}

const FEW = 3;

/** A person's second factors, and what else they could set up. Nothing where there is neither. */
export function TwoStepCard({ factors, phones, backupCodesLeft, settings }: TwoStepCardProps) {
  const offered = offeredSecondFactors(settings);
  if (factors.length === 0 && offered.length === 0) return null;
  const { required, backupCodes } = settings.mfa;
  const locked =
    required && factors.length === 1 ? "Required here: set up another one before you remove it." : undefined;
  const isUsed = (id: string) => factors.some(({ identifierId }) => identifierId === id);
  const spare = offered.includes("phone-code") ? phones.filter(({ id, verifiedAt }) => verifiedAt && !isUsed(id)) : [];

  return (
    <Card role="region" aria-label="Two-step verification">
      <CardHeader>
        <CardTitle>Two-step verification</CardTitle>
        <CardDescription>
          {factors.length > 0
            ? "On: we ask for one of these after the first step of signing in."
            : "Off. With a second step, your password alone lets nobody in."}
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        <ul className="divide-y">
          {factors.map(({ id, phone }, index) => (
            <SecondFactorRow
              key={id}
              title={phone ? formatPhone(phone) : "Authenticator app"}
              description={phone ? "A code by text message. An app is safer: a number can be stolen." : undefined}
              icon={phone ? "sms" : "app"}
              isDefault={index === 0 && factors.length > 1}
              locked={locked}
              actions={[
                ...(index > 0
                  ? [
                      {
                        label: "Make default",
                        aria: `Make default: ${labelOf(phone)}`,
                        action: chooseDefaultAction,
                        hidden: { id },
                      },
                    ]
                  : []),
                ...(locked
                  ? []
                  : [
                      { label: "Remove", aria: `Remove ${labelOf(phone)}`, action: removeFactorAction, hidden: { id } },
                    ]),
              ]}
            />
          ))}
          {offered.includes("totp") && factors.every(({ strategy }) => strategy !== "totp") && (
            <SecondFactorRow
              title="Authenticator app"
              description="Codes from an app on your phone or computer. Works offline."
              icon="app"
              actions={[
                { label: "Set up", aria: "Set up an authenticator app", action: startAuthenticatorAction, hidden: {} },
              ]}
            />
          )}
          {spare.map(({ id, value }) => (
            <SecondFactorRow
              key={id}
              title={formatPhone(value)}
              description="Codes by text message. Weaker than an app: a number can be stolen."
              icon="sms"
              actions={[
                { label: "Turn on", aria: `Turn on ${formatPhone(value)}`, action: turnOnPhoneAction, hidden: { id } },
              ]}
            />
          ))}
        </ul>
        {offered.includes("phone-code") && phones.length === 0 && (
          <p className="text-sm text-muted-foreground">
            For codes by text message,{" "}
            <Link href="/profile" className="underline underline-offset-4">
              add a phone number
            </Link>{" "}
            first.
          </p>
        )}
        {factors.length > 0 && (backupCodes || backupCodesLeft > 0) && (
          <BackupCodesLine left={backupCodesLeft} offered={backupCodes} />
        )}
      </CardContent>
    </Card>
  );
}

const labelOf = (phone: string | null) => (phone ? formatPhone(phone) : "authenticator app");

function BackupCodesLine({ left, offered }: { left: number; offered: boolean }) {
  const words = left === 0 ? "You have no backup codes." : `${left} backup ${left === 1 ? "code" : "codes"} left.`;
  const link = offered && (
    <Link href="/profile/security/backup-codes" className="font-medium underline underline-offset-4">
      {left === 0 ? "Get backup codes" : "Make new codes"}
    </Link>
  );
  if (left > FEW) {
    return (
      <p className="text-sm text-muted-foreground">
        {words} {link}
      </p>
    );
  }
  return (
    <Alert>
      <AlertDescription className="block">
        {words} Without your phone {left === 1 ? "it is" : "they are"} the only way in. {link}
      </AlertDescription>
    </Alert>
  );
}
