import type { Metadata } from "next";
import { PasskeySignalsOf } from "@/app/(app)/profile/passkey-signals-of";
import { DeviceRow } from "@/components/profile/device-row";
import { RemovePasswordForm } from "@/components/profile/remove-password-form";
import { SetPasswordForm } from "@/components/profile/set-password-form";
import { SignOutOthersForm } from "@/components/profile/sign-out-others-form";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { db } from "@/db/client";
import { connectedAccounts } from "@/lib/connections/connected";
import { requireUser } from "@/lib/guard";
import { listSessions } from "@/lib/sessions/devices";
import { listTrustedBrowsers } from "@/lib/sessions/trusted-browsers";
import { getSettings } from "@/lib/settings/read";
import { passwordRulesOf } from "@/lib/users/composition";
import { listIdentifiers } from "@/lib/users/identifiers";
import { listPasskeys } from "@/lib/users/passkeys";
import { hasPassword } from "@/lib/users/passwords";
import { readTwoStep } from "@/lib/users/second-factors";
import { removePasswordAction, setPasswordAction, signOutDeviceAction, signOutOthersAction } from "./actions";
import { ConnectionsCard } from "./connections-card";
import { PasskeysCard } from "./passkeys-card";
import { TrustedBrowsersCard } from "./trusted-browsers-card";
import { TwoStepCard } from "./two-step-card";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const session = await requireUser("/profile/security");
  const { user } = session;
  const settings = await getSettings();
  const [has, devices, identifiers, twoStep, trusted, passkeys, connected] = await Promise.all([
    hasPassword(user.id),
    listSessions(user.id),
    listIdentifiers(user.id),
    readTwoStep(user.id),
    listTrustedBrowsers(user.id),
    listPasskeys(db, user.id),
    connectedAccounts(user.id, settings),
  ]);

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Security</h1>
      {(has || settings.password.enabled) && (
        <Card>
          <CardHeader>
            <CardTitle>Password</CardTitle>
            <CardDescription>
              {has ? "Choose a new password for your account." : "You have none: you sign in another way."}
            </CardDescription>
          </CardHeader>
          <CardContent>
            <SetPasswordForm
              action={setPasswordAction}
              identifier={user.identifier ?? ""}
              isNew={!has}
              passwordRules={passwordRulesOf(settings)}
            />
          </CardContent>
        </Card>
      )}
      <PasskeysCard passkeys={passkeys} settings={settings} />
      <PasskeySignalsOf user={user} passkeys={passkeys} />
      <ConnectionsCard accounts={connected} settings={settings} />
      <TwoStepCard phones={identifiers.filter(({ kind }) => kind === "phone")} {...twoStep} settings={settings} />
      <TrustedBrowsersCard browsers={settings.mfa.trustBrowser ? trusted : []} currentId={session.deviceId} />
      <Card>
        <CardHeader>
          <CardTitle>Devices</CardTitle>
          <CardDescription>
            Browsers that are signed in to your account. Sign out what you don't recognise, then change your password.
          </CardDescription>
        </CardHeader>
        <CardContent className="space-y-4">
          <ul className="divide-y" aria-label="Devices">
            {devices.map((device) => (
              <DeviceRow
                key={device.id}
                device={device}
                isCurrent={device.id === session.id}
                action={signOutDeviceAction}
              />
            ))}
          </ul>
          {devices.length > 1 && <SignOutOthersForm action={signOutOthersAction} />}
        </CardContent>
      </Card>
      {has && !(settings.password.enabled && settings.password.requiredAtSignUp) && (
        <Card>
          <CardHeader>
            <CardTitle>Remove password</CardTitle>
            <CardDescription>Without one you sign in another way only.</CardDescription>
          </CardHeader>
          <CardContent>
            <RemovePasswordForm action={removePasswordAction} />
          </CardContent>
        </Card>
      )}
    </>
  );
}
