import { anchorOf, settingNames } from "@/components/admin/setting-names";
import { UnreadableSettings } from "@/components/admin/unreadable-settings";
import { socialName } from "@/lib/connections/connected";
import { chainName } from "@/lib/security/chains";
import { getSettings } from "@/lib/settings/read";
import { type Section, type Settings, sections } from "@/lib/settings/schema";
import { readUnreadable, type Shown } from "@/lib/settings/unreadable";
import { restoreSettingsAction } from "./actions";

const LISTED = 5;
/** Enough of a stored value to recognize it. */
const JSON_SHOWN = 120;

interface UnreadableSettingsOfProps {
  /** Where they are set; without it, all of them. */
  page?: string;
  /** The section that was just restored, as the address has it. */
  restored?: unknown;
}

/** At the top of a page: the settings that can't be read. */
export async function UnreadableSettingsOf({ page, restored }: UnreadableSettingsOfProps) {
  const [{ sections: found, givingWay }, settings] = [await readUnreadable(), await getSettings()];
  const isHere = ({ section }: { section: Section }) => !page || settingNames[section].page === page;
  const groups = found.filter(isHere).map(({ section, stored, canRestore, ...group }) => {
    const { title, page } = settingNames[section];
    const rows = group.settings.map(({ path, now, stored, lastGood }) => ({
      label: labelOf(section, path, settings),
      now: inWords(section, path, now),
      stored: stored && shortened(stored),
      lastGood: lastGood === null ? null : inWords(section, path, lastGood),
    }));
    return {
      section,
      title,
      href: `${page}#${anchorOf(title)}`,
      rows,
      stored: stored && shortened(stored),
      canRestore,
    };
  });
  const different =
    groups.length === 0
      ? []
      : givingWay.map(({ section, path, now }) => ({
          label: `${settingNames[section].title}: ${labelOf(section, path, settings)}`,
          now: inWords(section, path, now),
        }));
  const again = sections.find((section) => section === restored);
  return (
    <>
      {again && <p role="status">{settingNames[again].title}: the last good version applies again.</p>}
      {groups.length > 0 && (
        <UnreadableSettings groups={groups} givingWay={different} restoreAction={restoreSettingsAction} />
      )}
    </>
  );
}

function labelOf(section: Section, path: string, settings: Settings): string {
  const dot = path.indexOf(".");
  if (dot >= 0) return socialName(path.slice(dot + 1), settings) || path.slice(dot + 1);
  const labels: Record<string, string> = settingNames[section].settings;
  return labels[path] ?? path;
}

function inWords(section: Section, path: string, value: Shown): string {
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") return withUnit(path, value);
  // A choice is a small word here and begins with a capital on its page; a text stays as it is.
  if (typeof value === "string")
    return value === "" ? "Empty" : value.replace(/^[a-z](?=[a-z]+$)/, (first) => first.toUpperCase());
  if (value.length === 0) return "None";
  const names = section === "wallet" && path === "chains" ? value.map((id) => chainName(Number(id))) : value;
  const rest = names.length - LISTED;
  return names.slice(0, LISTED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** The unit is the last word of the setting's name. */
function withUnit(path: string, value: number): string {
  const unit = /(Day|Minute|Percent)s?$/.exec(path)?.[1]?.toLowerCase();
  const number = value.toLocaleString("en");
  if (!unit) return number;
  return unit === "percent" ? `${number}%` : `${number} ${unit}${value === 1 ? "" : "s"}`;
}

const shortened = (json: string) => (json.length > JSON_SHOWN ? `${json.slice(0, JSON_SHOWN)}…` : json);
