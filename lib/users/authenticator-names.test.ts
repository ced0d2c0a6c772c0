import { describe, expect, it } from "vitest";
import { describeAgent } from "@/lib/sessions/devices";
import { passkeyName } from "./authenticator-names";

const chrome = { browser: "Chrome 140", system: "Windows 11" };
const NOBODY = "00000000-0000-0000-0000-000000000000";

describe("[B06] the first name of a passkey", () => {
  it.each([
    ["1Password on Chrome", "bada5566-a7aa-401f-bd96-45619a55120d", chrome],
    ["Bitwarden on Firefox", "d548826e-79b4-db40-a3d8-11116f7e8349", { browser: "Firefox 140", system: "Linux" }],
    ["iCloud Keychain", "fbfc3007-154e-4ecc-8c0b-6e020557d7bd", { browser: "Safari 19", system: "macOS" }],
    ["Google Password Manager", "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", chrome],
    ["Windows Hello", "08987058-cadc-4b81-b6e1-30de50dcbe96", chrome],
    ["Samsung Pass", "53414d53-554e-4700-0000-000000000000", { browser: "Samsung Internet", system: "Android 15" }],
    ["YubiKey 5", "cb69481e-8ff7-4039-93ec-0a2729a154a8", chrome],
    ["Chrome on Windows 11", NOBODY, chrome],
    ["Unknown browser on unknown system", NOBODY, describeAgent(null)],
    ["Microsoft Edge on Windows", NOBODY, { browser: "Microsoft Edge 140", system: "Windows" }],
  ])("%s", (name, aaguid, agent) => {
    expect(passkeyName(aaguid, agent)).toBe(name);
  });
});
