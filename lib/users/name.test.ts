import { expect, it } from "vitest";
import { nameField } from "./name";

it.each(["\u0646\u06cc\u200c\u0645\u0627", "\u0d28\u0d4d\u200d\u0d2e", "Anne-Marie", "O’Brien", "山田 太郎"])(
  "%j is a name",
  (name) => {
    expect(nameField.parse(` ${name} `)).toBe(name.normalize("NFC"));
  },
);

it.each(["\u200cAda", "Ada\u200d", "A\u200c\u200cda", "Ada\u200b", "Ad\u202ea", "Ada \u200c Lovelace"])(
  "%j is none",
  (name) => {
    expect(nameField.safeParse(name).success).toBe(false);
  },
);
