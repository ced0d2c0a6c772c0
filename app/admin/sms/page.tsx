import type { Metadata } from "next";
import { CountryTiers } from "@/components/admin/country-tiers";
import { NumberRow, SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import { SmsMeter } from "@/components/admin/sms-meter";
import { readSmsMeter } from "@/lib/access/sms-guard";
import { requireRecentAdmin } from "@/lib/guard";
import { whyNoSms } from "@/lib/messages/sms";
import { getSettings } from "@/lib/settings/read";
import { smsTiers, type Tier } from "@/lib/settings/sms-tiers";
import { phoneCountries } from "@/lib/users/phone-number";
import { UnreadableSettingsOf } from "../unreadable-settings";
import { resumeCountryAction, saveCountriesAction, saveGuardAction } from "./actions";

export const metadata: Metadata = { title: "SMS" };

/** The usual price of one message, and the risk that somebody pumps them. */
const meanings: Record<Tier, string> = {
  A: "About one US cent, little fraud.",
  B: "Up to 5 cents, little fraud.",
  C: "Up to 8 cents.",
  D: "Up to 12 cents, or cheaper with some fraud.",
  E: "Up to 20 cents, or cheaper with more fraud.",
  F: "Above 20 cents, or known for fraud. Turn on only what you need.",
};

function readTiers() {
  const countries = phoneCountries();
  return (Object.keys(smsTiers) as Tier[]).map((tier) => ({
    tier,
    meaning: meanings[tier],
    countries: countries.filter(({ country }) => smsTiers[tier].includes(country)),
  }));
}

export default async function SmsPage() {
  await requireRecentAdmin("/admin/sms");
  const settings = await getSettings();
  const meter = await readSmsMeter(settings, new Date());
  const { sms, smsCountries } = settings;
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">SMS</h1>
      <UnreadableSettingsOf page="/admin/sms" />

      <SettingsCard
        title="Countries"
        description="Where text messages go, by what they usually cost and how much fraud there is. Off: no codes and no notices, no sign-up with its numbers, and none added to a profile; also for numbers people have already."
        action={saveCountriesAction}
        warning={whyNoSms()}
      >
        <CountryTiers tiers={readTiers()} enabled={smsCountries.enabled} />
      </SettingsCard>

      <SmsMeter {...meter} resumeAction={resumeCountryAction} />

      <SettingsCard
        title="Spending guard"
        description="Limits to what text messages can cost, whatever happens."
        action={saveGuardAction}
      >
        <SwitchRow
          name="notices"
          label="Notices by text message"
          description="Tell people by text message, too, when their password, an address or a number changes."
          checked={sms.notices}
        />
        <NumberRow
          name="perDay"
          label="Messages a day"
          description="To all countries together."
          value={sms.perDay}
          min={1}
          max={1_000_000}
        />
        <NumberRow
          name="perCountryDaily"
          label="Messages a day to one country"
          description="The others go on."
          value={sms.perCountryDaily}
          min={1}
          max={1_000_000}
        />
        <NumberRow
          name="unverifiedPercent"
          label="Codes nobody enters"
          description="Percent. A country with more of them stops until you resume it."
          value={sms.unverifiedPercent}
          min={50}
          max={100}
        />
        <NumberRow
          name="unverifiedSample"
          label="Counted from"
          description="Codes to a country within a day before it can stop."
          value={sms.unverifiedSample}
          min={10}
          max={10_000}
        />
      </SettingsCard>
    </>
  );
}
