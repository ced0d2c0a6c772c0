import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { OpenLinkForm } from "@/components/auth/open-link-form";
import { type ErrorCode, wordsFor } from "@/lib/errors";
import { readLink } from "@/lib/flows/email-link";
import { getSettings } from "@/lib/settings/read";
import type { Flow } from "@/lib/strategies/strategy";
import { maskEmail } from "@/lib/users/email-address";
import { openLinkAction } from "./actions";

export const metadata: Metadata = { title: "Open your link", referrer: "no-referrer" };

const titles: Partial<Record<ErrorCode, string>> = {
  link_expired: "This link has expired",
  link_stale: "There is a newer link",
  link_used: "This link was used already",
  link_wrong_device: "This link was opened somewhere else",
};

/** What a mailed link leads to. Looking at it spends nothing: mail scanners look too. Only the button does. */
export default async function EmailLinkPage({ searchParams }: PageProps<"/email-link">) {
  const { token } = await searchParams;
  const link = await readLink(await cookies(), typeof token === "string" ? token : "", new Date());
  if (!link.ok) {
    return (
      <>
        <AuthHeading title={titles[link.error.code] ?? "This link can't be used"}>{wordsFor(link.error)}</AuthHeading>
        <Footnote>
          <Link href="/sign-in">Go to sign in</Link>
        </Footnote>
      </>
    );
  }
  const { flow, identifierValue } = link.data;
  const { title, words, button } = confirmations[flow] ?? confirmations["sign-in"];
  const { appName } = (await getSettings()).branding;
  return (
    <>
      <AuthHeading title={title.replace("{app}", appName)}>
        {words} {maskEmail(identifierValue ?? "")}.
      </AuthHeading>
      <OpenLinkForm action={openLinkAction} token={String(token)} label={button} />
    </>
  );
}

type Confirmation = { title: string; words: string; button: string };
const confirmations: Partial<Record<Flow, Confirmation>> & { "sign-in": Confirmation } = {
  "sign-in": { title: "Sign in to {app}?", words: "Press the button to sign in as", button: "Sign in" },
  "sign-up": { title: "Is this your address?", words: "Press the button to verify", button: "Verify address" },
  "add-identifier": {
    title: "Add this address?",
    words: "Press the button to add to your account",
    button: "Add address",
  },
};
