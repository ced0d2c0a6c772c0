import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { SignedInHere } from "@/components/auth/signed-in-here";
import { Button } from "@/components/ui/button";
import { HOME_PATH } from "@/lib/flows/next-step";
import { sameOriginPath } from "@/lib/security/origin";
import { getSession } from "@/lib/sessions/read";

export const metadata: Metadata = { title: "Link opened" };

/** After the button on a link's page: what happened, and where to go on. It says only what is true of this browser. */
export default async function LinkOpenedPage({ searchParams }: PageProps<"/email-link/opened">) {
  const query = await searchParams;
  const next = sameOriginPath(query.next) ?? HOME_PATH;
  if (query.where === "elsewhere") {
    return (
      <AuthHeading title="Go back to where you started">
        The link worked. The tab that was waiting for it goes on by itself; this one can be closed.
      </AuthHeading>
    );
  }
  const signedIn = query.flow === "sign-in" && (await getSession()) !== null;
  return (
    <>
      {signedIn && <SignedInHere />}
      <AuthHeading title={signedIn ? "You are signed in" : (titles.get(query.flow) ?? "Your address is verified")}>
        The tab that was waiting for this goes on by itself. Close this one, or go on here.
      </AuthHeading>
      <Button asChild size="lg" className="w-full">
        <Link href={next}>Continue</Link>
      </Button>
      <Footnote>This link has done its work and can't be used again.</Footnote>
    </>
  );
}

const titles = new Map<unknown, string>([["step-up", "You have confirmed that it's you"]]);
