import { describe, expect, it } from "vitest";
import { formSchemas } from "./form";
import { defaultSettings, settingsSchema } from "./schema";

const password = { minLength: "12", maxLength: "128", minStrength: "2" };

describe("[P52] settings", () => {
  it("[PW-03] keep their floors whatever is stored", () => {
    const weak = { ...defaultSettings, password: { ...defaultSettings.password, minLength: 4 } };
    expect(settingsSchema.safeParse(weak).success).toBe(false);
  });

  it("read a form: ticked boxes are on, absent ones off, numbers are numbers", () => {
    const numbers = { lockoutFailures: "12", lockoutMinutes: "5", codeTries: "3", enumeration: "bulk" };
    expect(formSchemas.protection.parse(numbers)).toEqual({
      lockoutFailures: 12,
      lockoutMinutes: 5,
      codeTries: 3,
      enumeration: "bulk",
    });
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
    [null],
    ["text"],
  ])("refuse the form %j", (fields) => {
    expect(formSchemas.password.safeParse(fields).success).toBe(false);
  });
});
