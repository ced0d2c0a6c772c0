"use client";

import { type ReactNode, useState } from "react";

interface SsoFoldProps {
  title: string;
  /** Opened from the start. */
  open?: boolean;
  children: ReactNode;
}

/** A part of a card that is folded away until it is wanted. */
export function SsoFold({ title, open, children }: SsoFoldProps) {
  // What its form has just saved must not close it over the words that say so.
  const [atFirst] = useState(open);
  return (
    <details open={atFirst} className="group border-t pt-4">
      <summary className="cursor-pointer rounded-sm text-sm font-medium outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50">
        {title}
      </summary>
      <div className="pt-4">{children}</div>
    </details>
  );
}
