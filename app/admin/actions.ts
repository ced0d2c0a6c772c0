"use server";

import { z } from "zod";
import { fail, ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { sections } from "@/lib/settings/schema";
import { restoreSection } from "@/lib/settings/write";

export const restoreSettingsAction = adminAction(
  z.object({ section: z.enum(sections) }),
  async ({ section }, { visit, session }) => {
    const restored = await restoreSection(section, { userId: session.user.id, client: visit.client, now: visit.now });
    // The forms of a page that is open go on showing what applied before: this leads away from them.
    if (restored.ok) return ok({ step: "done", redirectTo: `/admin?restored=${section}` });
    // No field of this form is marked, so the first reason stands beside its button.
    const [reason] = Object.values(restored.error.fields ?? {});
    return reason ? fail(restored.error.code, { fields: { [section]: reason } }) : restored;
  },
);
