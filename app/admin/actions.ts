"use server";

import { z } from "zod";
import { settingNames } from "@/components/admin/setting-names";
import { fail, ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { sections } from "@/lib/settings/schema";
import { restoreSection } from "@/lib/settings/write";

export const restoreSettingsAction = adminAction(
  z.object({ section: z.enum(sections) }),
  async ({ section }, { visit, session }) => {
    const restored = await restoreSection(section, { userId: session.user.id, client: visit.client, now: visit.now });
    if (restored.ok) return ok({ done: `${settingNames[section].title}: the last good version applies again.` });
    // No field of this form is marked, so the first reason stands beside its button.
    const [reason] = Object.values(restored.error.fields ?? {});
    return reason ? fail(restored.error.code, { fields: { [section]: reason } }) : restored;
  },
);
