import { getCountries } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "./schema";
import { smsTiers } from "./sms-tiers";

describe("[P08] the tiers of text messages", () => {
  const listed = Object.values(smsTiers).flat();

  it("hold every country and territory that has numbers, each once", () => {
    expect(listed.toSorted()).toEqual(getCountries().toSorted());
  });

  it("are six, from A to F", () => {
    expect(Object.keys(smsTiers)).toEqual(["A", "B", "C", "D", "E", "F"]);
  });

  it("[P09] begin with what is on in a new installation", () => {
    expect(smsTiers.A).toEqual(defaultSettings.smsCountries.enabled);
  });
});
