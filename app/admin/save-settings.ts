import { ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { formSchemas, partSchema } from "@/lib/settings/form";
import type { Section, Settings } from "@/lib/settings/schema";
import { changeSection, saveSection } from "@/lib/settings/write";

const SAVED = "Saved. It applies from now on.";

/**
 * @param most entries of the section's form, where the usual number is too few.
 * @returns the action that saves one section of the settings, for an admin with a fresh proof.
 */
export const saveSettings = <S extends Section>(section: S, most?: number) =>
  adminAction(
    formSchemas[section],
    async (value, { visit, session }) => {
      const by = { userId: session.user.id, client: visit.client, now: visit.now };
      const saved = await saveSection(section, value, by);
      return saved.ok ? ok({ done: SAVED }) : saved;
    },
    most,
  );

/** @returns the same for a card with some fields of a section; the others stay as they are stored. */
export const savePart = <S extends Section, F extends keyof Settings[S] & string>(section: S, fields: readonly F[]) =>
  adminAction(partSchema(section, fields), async (part, { visit, session }) => {
    const by = { userId: session.user.id, client: visit.client, now: visit.now };
    const saved = await changeSection(section, async () => ok(part as Partial<Settings[S]>), by);
    return saved.ok ? ok({ done: SAVED }) : saved;
  });
