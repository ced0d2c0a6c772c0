import { describe, expect, it } from "vitest";
import { z } from "zod";
import { conflictsIn } from "./conflicts";
import { formSchemas } from "./form";
import { inForce } from "./in-force";
import { salvage } from "./salvage";
import { defaultSettings, sections, settingsSchema } from "./schema";
import { type Setting, section, setting, wholeNumber } from "./setting";

const password = { minLength: "12", maxLength: "128", minStrength: "2" };

describe("[P52] settings", () => {
  it("[PW-03] keep their floors whatever is stored", () => {
    const weak = { ...defaultSettings, password: { ...defaultSettings.password, minLength: 4 } };
    expect(settingsSchema.safeParse(weak).success).toBe(false);
  });

  it("have a default and a strict value that could be stored, and fit together", () => {
    const values = sections.flatMap((section) =>
      Object.entries(settingsSchema.shape[section].shape as Record<string, Setting>).flatMap(([name, setting]) =>
        [setting.parse(undefined), setting.strict].map((value) => ({ name: `${section}.${name}`, setting, value })),
      ),
    );
    expect(values.length).toBeGreaterThan(120);
    for (const { name, setting, value } of values)
      expect(setting.unwrap().safeParse(value), name).toEqual({ success: true, data: value });
    const strict = inForce(sections.map((section) => ({ section, value: null })));
    expect(strict.settings.signUp.open).toBe(false);
    for (const settings of [defaultSettings, strict.settings])
      expect(sections.flatMap((section) => Object.keys(conflictsIn(settings, section)))).toEqual([]);
  });

  it("can't be without a strict value", () => {
    // @ts-expect-error: no strict value
    setting(z.boolean(), { default: true });
    // @ts-expect-error: of another type
    setting(z.boolean(), { default: true, strict: "on" });
    // @ts-expect-error: no setting
    section({ open: z.boolean().default(true) });
    expect(section({ open: setting(z.boolean(), { default: true, strict: false }) }).parse({})).toEqual({ open: true });
  });

  it("of a section that have to fit together are strict together where they don't", () => {
    const range = section({
      from: setting(wholeNumber(z.int().min(1)), { default: 5, strict: 2 }),
      to: setting(wholeNumber(z.int().max(9)), { default: 7, strict: 3 }),
    }).refine(({ from, to }) => from < to);
    expect(salvage(range, { from: 4, to: 6 })).toEqual({ value: { from: 4, to: 6 }, unreadable: [] });
    expect(salvage(range, { from: 6, to: 4 })).toEqual({ value: { from: 2, to: 3 }, unreadable: ["from", "to"] });
    // One that is strict does not fit to the other.
    expect(salvage(range, { from: 4, to: "six" })).toEqual({ value: { from: 2, to: 3 }, unreadable: ["from", "to"] });
  });

  it("read a form: ticked boxes are on, absent ones off, numbers are numbers", () => {
    const numbers = { lockoutFailures: 12, lockoutMinutes: 5, codeTries: 3 };
    const networks = { networkFailures: 20, networkSends: 30, networkTexts: 40 };
    const read = { ...numbers, ...networks, enumeration: "bulk" };
    const typed = Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)]));
    expect(formSchemas.protection.parse(typed)).toEqual(read);
    expect(formSchemas.password.parse({ ...password, enabled: "on" })).toMatchObject({
      enabled: true,
      requiredAtSignUp: false,
      minLength: 12,
    });
  });

  it("read a list: none, one or many", () => {
    const read = (enabled?: unknown) => formSchemas.smsCountries.parse({ enabled }).enabled;
    expect([read(), read("DE"), read(["DE", "FR"])]).toEqual([[], ["DE"], ["DE", "FR"]]);
    for (const wrong of ["de", "DEU", [1], [["DE"]], Array(400).fill("DE")])
      expect(formSchemas.smsCountries.safeParse({ enabled: wrong }).success).toBe(false);
  });

  it("[B06] take origins that are related, as browsers write them, and nothing else", () => {
    const passkey = (relatedOrigins: string) => settingsSchema.shape.passkey.safeParse({ relatedOrigins }).success;
    for (const good of ["", "https://example.org", "https://a.test:8443, https://b.test\nhttp://localhost:3000"]) {
      expect(passkey(good), good).toBe(true);
    }
    const bad = [
      "example.org",
      "https://example.org/",
      "https://Example.org",
      "https://example.org:443",
      "ftp://a.test",
    ];
    for (const one of [...bad, "null", "*", "https://*.example.org", "javascript:alert(1)", "https://a.test b.test"]) {
      expect(passkey(one), one).toBe(false);
    }
  });

  it.each([
    [{}],
    [{ enabled: "on" }],
    [{ ...password, enabled: ["on", "on"] }],
    [{ ...password, enabled: "yes" }],
    [{ ...password, minLength: "7" }],
    [{ ...password, minLength: "1e9" }],
    [{ ...password, minLength: "NaN" }],
    [{ ...password, maxLength: "129" }],
    [{ ...password, minStrength: "5" }],
    [{ ...password, minStrength: "" }],
    [{ ...password, minStrength: "2.5" }],
    [{ ...password, minStrength: ["2"] }],
    [null],
    ["text"],
  ])("refuse the form %j", (fields) => {
    expect(formSchemas.password.safeParse(fields).success).toBe(false);
  });
});
