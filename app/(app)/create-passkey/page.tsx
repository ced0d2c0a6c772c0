import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { finishAddPasskeyAction, startAddPasskeyAction } from "@/app/(app)/profile/security/passkey-actions";
import { OfferPasskey } from "@/components/profile/offer-passkey";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { db } from "@/db/client";
import { HOME_PATH } from "@/lib/flows/next-step";
import { requireUser } from "@/lib/guard";
import { sameOriginPath } from "@/lib/security/origin";
import { offersPasskeys } from "@/lib/security/relying-party";
import { getSettings } from "@/lib/settings/read";
import { listPasskeys } from "@/lib/users/passkeys";
import { declinePasskeyAction } from "./actions";

export const metadata: Metadata = { title: "Sign in faster next time" };

export default async function CreatePasskeyPage({ searchParams }: PageProps<"/create-passkey">) {
  const next = sameOriginPath((await searchParams).redirect_url) ?? HOME_PATH;
  const { user } = await requireUser(next);
  const [settings, own] = await Promise.all([getSettings(), listPasskeys(db, user.id)]);
  if (!offersPasskeys(settings) || own.length > 0) redirect(next);

  return (
    <Card className="mx-auto w-full max-w-md">
      <CardHeader>
        <CardTitle>
          <h1>Sign in faster next time</h1>
        </CardTitle>
        <CardDescription>
          Create a passkey, and your fingerprint, face or screen lock signs you in on this device: nothing to type.
        </CardDescription>
      </CardHeader>
      <CardContent>
        <OfferPasskey
          startAction={startAddPasskeyAction}
          finishAction={finishAddPasskeyAction}
          declineAction={declinePasskeyAction}
          next={next}
        />
      </CardContent>
    </Card>
  );
}
