import type { ReactNode } from "react";

/** A quiet line at the foot of an auth card: the way to another page. */
export function Footnote({ children }: { children: ReactNode }) {
  return (
    <p className="text-center text-sm text-muted-foreground [&_a]:font-medium [&_a]:text-foreground [&_a]:underline [&_a]:underline-offset-4">
      {children}
    </p>
  );
}
