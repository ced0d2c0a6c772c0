"use client";

import { type ReactNode, useId } from "react";
import { useAnswer } from "./form-context";

interface TickBoxProps {
  /** Posted as "on" when ticked. */
  name: string;
  /** At first; what the person chose survives an error. */
  ticked: boolean;
  children: ReactNode;
}

/** A box with its words. The browser's own one: it works without JavaScript too. */
export function TickBox({ name, ticked, children }: TickBoxProps) {
  const id = useId();
  const { values } = useAnswer();
  return (
    <div className="mb-4 flex items-center gap-3">
      <input
        type="checkbox"
        id={id}
        name={name}
        defaultChecked={values ? values[name] === "on" : ticked}
        className="size-4 shrink-0 accent-primary"
      />
      <label htmlFor={id} className="py-3 text-sm sm:py-1">
        {children}
      </label>
    </div>
  );
}
