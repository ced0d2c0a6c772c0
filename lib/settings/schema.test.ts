import { describe, expect, it } from "vitest";
import { formSchemas } from "./form";
import { conflictsIn, defaultSettings, settingsSchema } from "./schema";

describe("[P52] settings", () => {
  it("have a default for everything, and the defaults contradict nothing", () => {
    expect(conflictsIn(defaultSettings)).toEqual({});
  });

  it("[AZ-07] refuse combinations in which nobody could sign in", () => {
    const { email, password } = defaultSettings;
    const none = {
      ...defaultSettings,
      email: { ...email, codeSignIn: false },
      password: { ...password, enabled: false },
    };
    expect(Object.keys(conflictsIn(none))).toContain("codeSignIn");
    const optional = {
      ...defaultSettings,
      email: { ...email, codeSignIn: false },
      password: { ...password, requiredAtSignUp: false },
    };
    expect(Object.keys(conflictsIn(optional))).toContain("requiredAtSignUp");
  });

  it("[PW-03] keep their floors whatever is stored", () => {
    const weak = { ...defaultSettings, password: { ...defaultSettings.password, minLength: 4 } };
    expect(settingsSchema.safeParse(weak).success).toBe(false);
  });

  it("read a form: ticked boxes are on, absent ones off, numbers are numbers", () => {
    expect(formSchemas.password.parse({ enabled: "on", minLength: "12" })).toEqual({
      enabled: true,
      requiredAtSignUp: false,
      minLength: 12,
      refuseCommon: false,
    });
  });

  it.each([
    [{}],
    [{ enabled: "on" }],
    [{ enabled: ["on", "on"], minLength: "12" }],
    [{ enabled: "yes", minLength: "12" }],
    [{ enabled: "on", minLength: "7" }],
    [{ enabled: "on", minLength: "1e9" }],
    [{ enabled: "on", minLength: "NaN" }],
    [null],
    ["text"],
  ])("refuse the form %j", (fields) => {
    expect(formSchemas.password.safeParse(fields).success).toBe(false);
  });
});
