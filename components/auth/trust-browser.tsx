"use client";

import { useId } from "react";
import { useAnswer } from "./form-context";

/** The box that spares this browser the second step for a while. */
export function TrustBrowser({ days }: { days: number }) {
  const id = useId();
  const { values } = useAnswer();
  return (
    <div className="mb-4 flex items-center gap-3">
      {/* The browser's own box: it can be ticked without JavaScript too. */}
      <input
        type="checkbox"
        id={id}
        name="trustBrowser"
        defaultChecked={values?.trustBrowser === "on"}
        className="size-4 shrink-0 accent-primary"
      />
      <label htmlFor={id} className="py-3 text-sm sm:py-1">
        Don't ask again on this browser for {days === 1 ? "1 day" : `${days} days`}
      </label>
    </div>
  );
}
