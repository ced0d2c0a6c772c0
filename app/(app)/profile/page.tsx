import type { Metadata } from "next";
import { AddEmailForm } from "@/components/profile/add-email-form";
import { EmailRow } from "@/components/profile/email-row";
import { NamesForm } from "@/components/profile/names-form";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { requireUser } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { listIdentifiers } from "@/lib/users/identifiers";
import { addEmailAction, changeNamesAction, makePrimaryAction, removeEmailAction } from "./actions";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const { user } = await requireUser("/profile");
  const [{ names }, identifiers] = await Promise.all([getSettings(), listIdentifiers(user.id)]);
  const emails = identifiers.filter(({ kind }) => kind === "email");
  const asked = (["firstName", "lastName"] as const).filter((field) => names[field] !== "off" || user[field]);

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Profile</h1>
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
      <Card>
        <CardHeader>
          <CardTitle>Email addresses</CardTitle>
          <CardDescription>You can sign in with any of them. Notices go to the primary one.</CardDescription>
        </CardHeader>
        <CardContent className="space-y-4">
          <ul className="divide-y">
            {emails.map((email) => (
              <EmailRow
                key={email.id}
                id={email.id}
                address={email.value}
                isPrimary={email.isPrimary}
                isVerified={email.verifiedAt !== null}
                verifyAction={addEmailAction}
                makePrimaryAction={makePrimaryAction}
                removeAction={removeEmailAction}
              />
            ))}
          </ul>
          <AddEmailForm action={addEmailAction} />
        </CardContent>
      </Card>
    </>
  );
}
