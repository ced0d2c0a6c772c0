import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { StepUpSteps } from "@/components/auth/step-up-steps";
import { stepUpWords } from "@/components/auth/step-up-words";
import { HOME_PATH } from "@/lib/flows/next-step";
import { requireUser } from "@/lib/guard";
import { sameOriginPath } from "@/lib/security/origin";
import { getSettings } from "@/lib/settings/read";
import { startSocialAction } from "../sign-in/actions";
import { chooseMethodAction, confirmAction, followLinkAction } from "./actions";
import { readShownStepUp } from "./shown";

export const metadata: Metadata = { title: "Confirm it's you" };

export default async function StepUpPage({ searchParams }: PageProps<"/step-up">) {
  const asked = sameOriginPath((await searchParams).redirect_url);
  const session = await requireUser(stepUpPath(asked));
  const look = { cookies: await cookies(), settings: await getSettings(), now: new Date() };
  const view = await readShownStepUp(look, session);
  if (view.done) redirect(asked ?? HOME_PATH);
  const redirectUrl = asked ?? view.redirectTo;
  const { title, words } = stepUpWords(view);

  return (
    <>
      <AuthHeading title={title}>{words}</AuthHeading>
      <StepUpSteps
        view={view}
        chooseAction={chooseMethodAction}
        confirmAction={confirmAction}
        followLinkAction={followLinkAction}
        socialAction={startSocialAction}
        redirectUrl={redirectUrl}
        onGone={stepUpPath(redirectUrl)}
      />
    </>
  );
}

const stepUpPath = (redirectUrl: string | undefined) =>
  redirectUrl ? `/step-up?redirect_url=${encodeURIComponent(redirectUrl)}` : "/step-up";
