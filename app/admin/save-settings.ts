import { ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { formSchemas } from "@/lib/settings/form";
import type { Section } from "@/lib/settings/schema";
import { saveSection } from "@/lib/settings/write";

/** @returns the action that saves one section of the settings, for an admin with a fresh proof. */
export const saveSettings = <S extends Section>(section: S) =>
  adminAction(formSchemas[section], async (value, { visit, session }) => {
    const saved = await saveSection(section, value, { userId: session.user.id, client: visit.client, now: visit.now });
    return saved.ok ? ok({ done: "Saved. It applies from now on." }) : saved;
  });
