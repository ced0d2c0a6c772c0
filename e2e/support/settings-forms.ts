import { expect, type Page } from "@playwright/test";
import { defaultSettings, type Section, type Settings } from "../../lib/settings/schema";
import { RawClient } from "./raw-forms";

/* Settings as an admin saves them: on the page, or by the forms of that page. They are in force with the answer. */

/** @returns a client that is signed in with this session. */
export function clientWith(session: string, origin: string, clientAddress: string): RawClient {
  const client = new RawClient(origin, clientAddress);
  client.cookies.set("session", session);
  return client;
}

/** Posts the form of a section: its defaults with these changes. @returns the answer. */
export async function postSection<S extends Section>(admin: RawClient, section: S, change: Partial<Settings[S]> = {}) {
  const values = Object.entries({ ...defaultSettings[section], ...change });
  const forms = await admin.forms("/admin/authentication");
  const form = forms.find(({ fields }) => values.every(([name]) => fields.has(name)));
  if (!form) throw new Error(`there is no form for the settings of ${section}`);
  // A box that is not ticked is not sent.
  const posted = values.map(([name, value]) => [
    name,
    value === false ? undefined : value === true ? "on" : `${value}`,
  ]);
  return admin.submit(form, Object.fromEntries(posted));
}

/** Saves a section: its defaults with these changes. */
export async function saveSection<S extends Section>(admin: RawClient, section: S, change: Partial<Settings[S]> = {}) {
  expect((await postSection(admin, section, change)).status, `${section} is saved`).toBe(200);
}

/** @returns the card of a section on the settings page. */
export const settingsCard = (page: Page, title: string) => page.getByRole("region", { name: title, exact: true });
