"use server";

import { z } from "zod";
import { db } from "@/db/client";
import { resumeCountry } from "@/lib/access/sms-guard";
import { fail, ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { audit } from "@/lib/security/audit";
import { formSchemas } from "@/lib/settings/form";
import { saveSection } from "@/lib/settings/write";
import { countryName } from "@/lib/users/phone-number";

const save = <S extends "sms" | "smsCountries">(section: S) =>
  adminAction(formSchemas[section], async (value, { visit, session }) => {
    const saved = await saveSection(section, value, { userId: session.user.id, client: visit.client, now: visit.now });
    return saved.ok ? ok({ done: "Saved. It applies from now on." }) : saved;
  });

export const saveCountriesAction = save("smsCountries");
export const saveGuardAction = save("sms");

const stoppedCountry = z.object({ country: z.string().regex(/^[A-Z]{2}$/) });

export const resumeCountryAction = adminAction(stoppedCountry, ({ country }, { visit, session }) =>
  db.transaction(async (tx) => {
    if (!(await resumeCountry(tx, country, visit.now))) return fail("not_found");
    const { client, now } = visit;
    await audit(tx, { type: "sms.resumed", actorId: session.user.id, client, now, data: { country } });
    return ok({ done: `Text messages go to ${countryName(country)} again.` });
  }),
);
