"use server";

import { z } from "zod";
import { db } from "@/db/client";
import { resumeCountry } from "@/lib/access/sms-guard";
import { fail, ok } from "@/lib/errors";
import { LONGEST_FORM } from "@/lib/request-limits";
import { adminAction } from "@/lib/safe-action";
import { audit } from "@/lib/security/audit";
import { countryName } from "@/lib/users/phone-number";
import { saveSettings } from "../save-settings";

export const saveCountriesAction = saveSettings("smsCountries", LONGEST_FORM);
export const saveGuardAction = saveSettings("sms");

const stoppedCountry = z.object({ country: z.string().regex(/^[A-Z]{2}$/) });

export const resumeCountryAction = adminAction(stoppedCountry, ({ country }, { visit, session }) =>
  db.transaction(async (tx) => {
    if (!(await resumeCountry(tx, country, visit.now))) return fail("not_found");
    const { client, now } = visit;
    await audit(tx, { type: "sms.resumed", actorId: session.user.id, client, now, data: { country } });
    return ok({ done: `Text messages go to ${countryName(country)} again.` });
  }),
);
