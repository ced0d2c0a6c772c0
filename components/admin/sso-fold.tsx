import type { ReactNode } from "react";

interface SsoFoldProps {
  title: string;
  /** Opened from the start. */
  open?: boolean;
  children: ReactNode;
}

/** A part of a card that is folded away until it is wanted. */
export function SsoFold({ title, open, children }: SsoFoldProps) {
  return (
    <details open={open} className="group border-t pt-4">
      <summary className="cursor-pointer rounded-sm text-sm font-medium outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50">
        {title}
      </summary>
      <div className="pt-4">{children}</div>
    </details>
  );
}
