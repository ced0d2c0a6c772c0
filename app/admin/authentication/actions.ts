"use server";

import { saveSettings } from "../save-settings";

export const saveBrandingAction = saveSettings("branding");
export const saveSignUpAction = saveSettings("signUp");
export const saveEmailAction = saveSettings("email");
export const savePhoneAction = saveSettings("phone");
export const saveUsernameAction = saveSettings("username");
export const savePasswordAction = saveSettings("password");
export const savePasskeyAction = saveSettings("passkey");
export const saveMfaAction = saveSettings("mfa");
export const saveNamesAction = saveSettings("names");
export const saveSignInAction = saveSettings("signIn");
export const saveSessionsAction = saveSettings("sessions");
export const saveProtectionAction = saveSettings("protection");
