import { describe, expect, it } from "vitest";
import { FULL, GATE, type Plan, selectSteps } from "./steps";

const names = (plan: Plan) => plan.map((group) => group.map(({ name }) => name).join(" "));

describe("the steps of a run", () => {
  it("are all of them, in order, when none is chosen", () => {
    expect(names(selectSteps(GATE, {}))).toEqual(["lint types knip", "unit", "build", "browser", "parity"]);
    const long = ["faults", "poolers", "soak", "timing", "scanners"];
    expect(names(selectSteps(FULL, {}))).toEqual([...names(selectSteps(GATE, {})), ...long]);
  });

  it("are those chosen, with the build they need, and without the comparison that needs all", () => {
    expect(names(selectSteps(GATE, { only: ["browser", "lint"] }))).toEqual(["lint", "build", "browser"]);
    expect(names(selectSteps(FULL, { only: ["soak"], skip: ["build"] }))).toEqual(["soak"]);
    expect(names(selectSteps(GATE, { skip: ["unit"] }))).toEqual(["lint types knip", "build", "browser"]);
  });

  it("have names; another one is refused", () => {
    expect(() => selectSteps(GATE, { only: ["soak"] })).toThrow(/no step "soak"/);
    expect(() => selectSteps(GATE, { skip: ["parity"] })).toThrow(/no step "parity"/);
  });

  it("leave their results in files of their own", () => {
    const files = FULL.flat().flatMap(({ results }) => results?.file ?? []);
    expect(new Set(files).size).toBe(files.length);
  });
});
