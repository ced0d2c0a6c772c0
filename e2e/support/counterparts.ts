import { test } from "@playwright/test";
import { COUNTERPARTS, type CounterpartName, expectCounterpart } from "../../scripts/test/counterparts";

/** @returns where a counterpart's program is; a test that needs a missing one is skipped, and says which. */
export function counterpart(name: CounterpartName): string {
  const path = expectCounterpart(name);
  test.skip(!path, `without ${name} (Debian package ${COUNTERPARTS[name].package})`);
  return path ?? "";
}
