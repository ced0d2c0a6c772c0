import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursorFrom } from "./people-cursor";

describe("[WF-07] a place in an address", () => {
  it("goes one of two ways, and is a number and an id, whatever stands there", () => {
    const text = fc.oneof(
      fc.constantFrom("older", "newer", "1_00000000-0000-4000-8000-000000000000", "__proto__", "created_at DESC"),
      fc.string({ unit: "grapheme" }),
      fc.string().map((typed) => `1_00000000-0000-4000-8000-000000000000${typed}`),
    );
    // A name may stand in an address more than once.
    const part = fc.oneof({ weight: 4, arbitrary: text }, fc.array(text), fc.constant(undefined));
    let places = 0;
    fc.assert(
      fc.property(fc.record({ older: part, newer: part, side: part }, { requiredKeys: [] }), (query) => {
        const place = cursorFrom(query);
        if (!place) return;
        places += 1;
        expect(["older", "newer"]).toContain(place.side);
        expect(place.micros).toMatch(/^\d{1,16}$/);
        expect(place.id).toMatch(/^[0-9a-f-]{36}$/);
      }),
      { numRuns: 2000 },
    );
    expect(places).toBeGreaterThan(50);
  });
});
