import type { Metadata } from "next";
import { cookies } from "next/headers";
import { LinkFailure } from "@/components/auth/link-failure";
import { OpenLinkForm } from "@/components/auth/open-link-form";
import { wordsFor } from "@/lib/errors";
import { readLink, waitingPathOf } from "@/lib/flows/email-link";
import { getSettings } from "@/lib/settings/read";
import type { Flow } from "@/lib/strategies/strategy";
import { maskEmail } from "@/lib/users/email-address";
import { openLinkAction } from "./actions";

export const metadata: Metadata = { title: "Open your link" };

/** What a mailed link leads to. Looking at it spends nothing: mail scanners look too. Only the button does. */
export default async function EmailLinkPage({ searchParams }: PageProps<"/email-link">) {
  const query = await searchParams;
  const token = typeof query.token === "string" ? query.token : "";
  const settings = await getSettings();
  const link = await readLink({ cookies: await cookies(), settings, now: new Date() }, token);
  const waitingPath = await waitingPathOf(token, new Date());
  if (!link.ok) {
    return <LinkFailure code={link.error.code} words={wordsFor(link.error)} waitingPath={waitingPath} />;
  }
  const { flow, identifierValue } = link.data.attempt;
  const { title, words, button } = confirmations[flow] ?? confirmations["sign-in"];
  return (
    <>
      {/* The answer's header lets no Referer leave this page, and with it no Origin of a plain post. */}
      <noscript>
        <meta name="referrer" content="origin" />
      </noscript>
      <OpenLinkForm
        action={openLinkAction}
        token={token}
        title={title.replace("{app}", settings.branding.appName)}
        words={`${words} ${maskEmail(identifierValue ?? "")}.`}
        label={button}
        waitingPath={waitingPath}
      />
    </>
  );
}

type Confirmation = { title: string; words: string; button: string };
const confirmations: Partial<Record<Flow, Confirmation>> & { "sign-in": Confirmation } = {
  "sign-in": { title: "Sign in to {app}?", words: "Press the button to sign in as", button: "Sign in" },
  "sign-up": { title: "Is this your address?", words: "Press the button to verify", button: "Verify address" },
  "step-up": { title: "Is it you?", words: "Press the button to confirm that you are", button: "Confirm" },
  "reset-password": {
    title: "Reset your password?",
    words: "Press the button to choose a new password for",
    button: "Continue",
  },
  "add-identifier": {
    title: "Add this address?",
    words: "Press the button to add to your account",
    button: "Add address",
  },
};
