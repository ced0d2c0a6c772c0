"use server";

import { adminAction } from "@/lib/safe-action";
import { formSchemas } from "@/lib/settings/form";
import type { Section } from "@/lib/settings/schema";
import { saveSection } from "@/lib/settings/write";

const save = <S extends Section>(section: S) =>
  adminAction(formSchemas[section], async (value, { visit, session }) => {
    const saved = await saveSection(section, value, { userId: session.user.id, client: visit.client, now: visit.now });
    return saved.ok ? { ok: true, data: { done: "Saved. It applies from now on." } } : saved;
  });

export const saveBrandingAction = save("branding");
export const saveSignUpAction = save("signUp");
export const saveEmailAction = save("email");
export const savePhoneAction = save("phone");
export const saveUsernameAction = save("username");
export const savePasswordAction = save("password");
export const saveNamesAction = save("names");
export const saveSignInAction = save("signIn");
export const saveSessionsAction = save("sessions");
export const saveProtectionAction = save("protection");
