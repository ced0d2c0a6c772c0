import type { Metadata } from "next";
import Link from "next/link";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { AuthenticatorSetup } from "@/components/auth/authenticator-setup";
import { ChooseEnrolment } from "@/components/auth/choose-enrolment";
import { EnrolPhoneForm } from "@/components/auth/enrol-phone-form";
import { Footnote } from "@/components/auth/footnote";
import { ResendButton } from "@/components/auth/resend-button";
import { SecondFactorForm } from "@/components/auth/second-factor-form";
import { sentWords } from "@/components/auth/sent-message";
import { otpauthUri } from "@/lib/security/totp";
import { getSettings } from "@/lib/settings/read";
import { offeredSecondFactors } from "@/lib/strategies";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { offeredCountries } from "@/lib/users/offered-countries";
import { confirmEnrolmentAction, enrolPhoneAction, startEnrolmentAction } from "../../actions";
import { sessionFlowOf } from "../../session-flow";

export const metadata: Metadata = { title: "Set up two-step verification" };

export default async function EnrolPage({ params }: PageProps<"/second-factor/[flow]/enrol">) {
  const { flow, start } = sessionFlowOf((await params).flow);
  const attempt = await requireStep(flow, start, "enrolment");
  const settings = await getSettings();
  const { strategy, secondFactorPhone: phone, userId } = attempt;
  const others = offeredSecondFactors(settings).filter((id) => id !== strategy || phone);
  const app = strategy === "totp" && userId ? await readTotpEnrolment({ attemptId: attempt.id, userId }) : null;
  const { appName } = settings.branding;
  const message = sentMessageOf(attempt);

  return (
    <>
      <AuthHeading title={phone ? sentWords(message).title : "Set up two-step verification"}>
        {phone
          ? sentWords(message).words
          : `${appName} asks everybody for a second step. It keeps others out, even with your password.`}
      </AuthHeading>
      {app && (
        <AuthenticatorSetup
          uri={otpauthUri({ ...app, appName })}
          secret={app.seed}
          account={app.account}
          action={confirmEnrolmentAction}
          hidden={{ flow }}
          submitLabel="Finish"
        />
      )}
      {strategy === "phone-code" && !phone && (
        <EnrolPhoneForm
          action={enrolPhoneAction}
          hidden={{ flow }}
          countries={offeredCountries(settings)}
          defaultCountry={settings.phone.defaultCountry}
        />
      )}
      {strategy === "phone-code" && phone && (
        <>
          <SecondFactorForm action={confirmEnrolmentAction} hidden={{ flow }} kind="phone-code" submitLabel="Finish" />
          <ResendButton action={enrolPhoneAction} hidden={{ flow, phone }} resendAt={message.resendAt} />
        </>
      )}
      {others.length > 0 && (
        <section aria-label="Ways to set it up" className={strategy ? "space-y-3 border-t pt-5" : undefined}>
          {strategy && <h2 className="text-sm font-medium">Set up something else</h2>}
          <ChooseEnrolment
            action={startEnrolmentAction}
            hidden={{ flow }}
            choices={others}
            hasNumber={phone !== null}
          />
        </section>
      )}
      <Footnote>
        Not you? <Link href={start}>Start again</Link>
      </Footnote>
    </>
  );
}
