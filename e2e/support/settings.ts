import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import type { JSONValue, Sql } from "postgres";
import type { Settings } from "../../lib/settings/schema";

export type SettingsChange = { [S in keyof Settings]?: Partial<Settings[S]> };

async function write(db: Sql, change: SettingsChange): Promise<void> {
  for (const [section, value] of Object.entries(change)) {
    await db`
      INSERT INTO settings (section, value, updated_at) VALUES (${section}, ${db.json(value as JSONValue)}, now())
      ON CONFLICT (section) DO UPDATE SET value = settings.value || excluded.value, updated_at = now()`;
  }
}

/** The server reads all settings at once, so when it shows a name it never had before, it has the rest too. */
async function serverShows(url: string, appName: string): Promise<void> {
  await expect
    .poll(async () => (await (await fetch(`${url}/sign-in`)).text()).includes(appName), {
      message: "the server takes over the settings",
      intervals: [100],
      timeout: 10_000,
    })
    .toBe(true);
}

/** Changes settings as another instance would: in the table, which a server re-reads within 5 s. */
export async function changeSettings({ db, url }: { db: Sql; url: string }, change: SettingsChange): Promise<void> {
  const appName = change.branding?.appName ?? `App ${randomUUID()}`;
  await write(db, { ...change, branding: { appName } });
  await serverShows(url, appName);
}

/** Back to the defaults, if anything was changed by whatever way. */
export async function resetSettings({ db, url }: { db: Sql; url: string }): Promise<void> {
  const changed = await db`DELETE FROM settings RETURNING section`;
  if (changed.length === 0) return;
  await changeSettings({ db, url }, {});
  await db`DELETE FROM settings`;
}
