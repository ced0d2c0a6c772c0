"use client";

import { useId } from "react";
import { useAnswer } from "./form-context";

/** The box that ends the person's other sessions along with the change of password. */
export function SignOutOthers({ ticked }: { ticked: boolean }) {
  const id = useId();
  const { values } = useAnswer();
  return (
    <div className="mb-4 flex items-center gap-3">
      {/* The browser's own box: it can be unticked without JavaScript too. */}
      <input
        type="checkbox"
        id={id}
        name="signOutOthers"
        defaultChecked={values ? values.signOutOthers === "on" : ticked}
        className="size-4 shrink-0 accent-primary"
      />
      <label htmlFor={id} className="py-1 text-sm">
        Sign out everywhere else
      </label>
    </div>
  );
}
