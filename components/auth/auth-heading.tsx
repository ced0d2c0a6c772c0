import type { ReactNode } from "react";

/** Title and one sentence at the top of an auth card. */
export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="space-y-1.5 text-center">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {children && <p className="text-sm text-balance text-muted-foreground wrap-anywhere">{children}</p>}
    </header>
  );
}
