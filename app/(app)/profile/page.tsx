import type { Metadata } from "next";
import { NamesForm } from "@/components/profile/names-form";
import { UsernameForm } from "@/components/profile/username-form";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { db } from "@/db/client";
import { listMemberships } from "@/lib/connections/organisations";
import { requireUser } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { listIdentifiers } from "@/lib/users/identifiers";
import { usesKind } from "@/lib/users/identify";
import { listPasskeys } from "@/lib/users/passkeys";
import { usernameHint } from "@/lib/users/username";
import { listWallets } from "@/lib/users/wallets";
import { changeNamesAction, changeUsernameAction } from "./actions";
import { EmailsCard } from "./emails-card";
import { PasskeySignalsOf } from "./passkey-signals-of";
import { PhonesCard } from "./phones-card";
import { WalletsCard } from "./wallets-card";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const { user } = await requireUser("/profile");
  const [settings, identifiers, passkeys, wallets, memberships] = await Promise.all([
    getSettings(),
    listIdentifiers(user.id),
    listPasskeys(db, user.id),
    listWallets(db, user.id),
    listMemberships(user.id),
  ]);
  const ofKind = (kind: string) => identifiers.filter((one) => one.kind === kind);
  const shows = (kind: "email" | "phone" | "username") => usesKind(settings, kind) || ofKind(kind).length > 0;
  const username = ofKind("username")[0]?.value ?? "";
  const { names } = settings;
  const asked = (["firstName", "lastName"] as const).filter((field) => names[field] !== "off" || user[field]);

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Profile</h1>
      {passkeys.length > 0 && <PasskeySignalsOf user={user} passkeys={passkeys} />}
      {asked.length > 0 && (
        <Card>
          <CardHeader>
            <CardTitle>Name</CardTitle>
            <CardDescription>What this site calls you.</CardDescription>
          </CardHeader>
          <CardContent>
            <NamesForm
              action={changeNamesAction}
              fields={asked.map((name) => ({ name, required: names[name] === "required", value: user[name] ?? "" }))}
            />
          </CardContent>
        </Card>
      )}
      {shows("username") && (
        <Card>
          <CardHeader>
            <CardTitle>Username</CardTitle>
            <CardDescription className="wrap-anywhere">
              {settings.username.restrictChanges && username
                ? `Yours is ${username}. It can't be changed here; ask an administrator.`
                : settings.username.signIn
                  ? "You can sign in with it. Others may see it."
                  : "Others may see it."}
            </CardDescription>
          </CardHeader>
          {!(settings.username.restrictChanges && username) && usesKind(settings, "username") && (
            <CardContent>
              <UsernameForm action={changeUsernameAction} value={username} hint={usernameHint(settings)} />
            </CardContent>
          )}
        </Card>
      )}
      {shows("email") && <EmailsCard emails={ofKind("email")} settings={settings} />}
      {shows("phone") && <PhonesCard phones={ofKind("phone")} settings={settings} />}
      <WalletsCard wallets={wallets} settings={settings} />
      {memberships.length > 0 && (
        <Card role="region" aria-label="Organisations">
          <CardHeader>
            <CardTitle>Organisations</CardTitle>
            <CardDescription>You belong to these by having signed in through their identity provider.</CardDescription>
          </CardHeader>
          <CardContent>
            <ul className="space-y-2 text-sm font-medium">
              {memberships.map(({ id, name }) => (
                <li key={id} className="wrap-anywhere">
                  Member of {name}
                </li>
              ))}
            </ul>
          </CardContent>
        </Card>
      )}
    </>
  );
}
