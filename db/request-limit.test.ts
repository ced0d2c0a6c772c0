import { expect, test, vi } from "vitest";
import { waitAtMost, withRequestLimit } from "./request-limit";

test("[B32] however much of a request's time is gone, what is left is a wait that a timer takes", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1000.25);
  withRequestLimit(() => {
    for (const gone of [0, 1.5, 3000.7, 8999.9, 20_000.1]) {
      now.mockReturnValue(1000.25 + gone);
      expect(() => AbortSignal.timeout(waitAtMost(8000)), `${gone} ms later`).not.toThrow();
    }
  });
  now.mockRestore();
});
