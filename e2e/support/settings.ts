import { randomBytes } from "node:crypto";
import type { JSONValue, Sql } from "postgres";
import { defaultSettings, type Settings } from "../../lib/settings/schema";
import { createPerson, insertSession } from "./people";
import { RawClient } from "./raw-forms";

export type SettingsChange = { [S in keyof Settings]?: Partial<Settings[S]> };

/** Every way to sign in, and every step that can be asked for. */
export const everythingOn: SettingsChange = {
  email: { linkSignIn: true },
  phone: { signUp: "optional", signIn: true },
  username: { signUp: "optional", signIn: true },
  passkey: { enabled: true },
  mfa: { totp: true, phoneCode: true, backupCodes: true, required: true, trustBrowser: true },
};

async function write(db: Sql, change: SettingsChange): Promise<void> {
  for (const [section, value] of Object.entries(change)) {
    await db`
      INSERT INTO settings (section, value, updated_at) VALUES (${section}, ${db.json(value as JSONValue)}, now())
      ON CONFLICT (section) DO UPDATE SET value = settings.value || excluded.value, updated_at = now()`;
  }
}

/** An admin who exists for the length of one save: what they save, and with it the whole table, holds at once. */
async function saveName({ db, url }: { db: Sql; url: string }, appName: string): Promise<void> {
  const admin = await createPerson(db, { role: "admin", password: null });
  const client = new RawClient(url, `10.${[...randomBytes(3)].join(".")}`);
  client.cookies.set("session", await insertSession(db, admin));
  const form = await client.form("/admin/authentication", "appName");
  const answer = await client.submit(form, { appName });
  await db`DELETE FROM users WHERE id = ${admin.id}`;
  if (answer.status !== 200) throw new Error(`The settings could not be saved: ${answer.status}`);
}

/** Changes settings: sections in the table, then one on the page, so that the server reads them all anew. */
export async function changeSettings(to: { db: Sql; url: string }, change: SettingsChange): Promise<void> {
  await write(to.db, change);
  await saveName(to, change.branding?.appName ?? defaultSettings.branding.appName);
}

/** Back to the defaults, if anything was changed by whatever way. */
export async function resetSettings(to: { db: Sql; url: string }): Promise<void> {
  const changed = await to.db`DELETE FROM settings RETURNING section`;
  if (changed.length === 0) return;
  await saveName(to, defaultSettings.branding.appName);
  await to.db`DELETE FROM settings`;
}
