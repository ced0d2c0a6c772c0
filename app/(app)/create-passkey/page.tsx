import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { finishAddPasskeyAction, startAddPasskeyAction } from "@/app/(app)/profile/security/passkey-actions";
import { OfferPasskey } from "@/components/profile/offer-passkey";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { HOME_PATH } from "@/lib/flows/next-step";
import { offersPasskeys } from "@/lib/flows/passkeys";
import { requireUser } from "@/lib/guard";
import { sameOriginPath } from "@/lib/security/origin";
import { getSettings } from "@/lib/settings/read";
import { declinePasskeyAction } from "./actions";

export const metadata: Metadata = { title: "Sign in faster next time" };

export default async function CreatePasskeyPage({ searchParams }: PageProps<"/create-passkey">) {
  const next = sameOriginPath((await searchParams).redirect_url) ?? HOME_PATH;
  await requireUser(next);
  if (!offersPasskeys(await getSettings())) redirect(next);

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
