import { cn } from "@/lib/utils";

/** The landing page carries this name; everything else the one from the settings. */
export const BRAND_NAME = "Sign-in starter";

/** The logo and the name beside it. Put your own here, and in app/icon.svg. */
export function Brand({ name = BRAND_NAME, className }: { name?: string; className?: string }) {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-2.5 font-semibold tracking-tight", className)}>
      <svg viewBox="0 0 32 32" className="size-7 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="fill-primary" />
        <path
          d="M16 7.5a5.25 5.25 0 0 0-2.5 9.87L12.2 23a1.2 1.2 0 0 0 1.17 1.5h5.26A1.2 1.2 0 0 0 19.8 23l-1.3-5.63A5.25 5.25 0 0 0 16 7.5Z"
          className="fill-primary-foreground"
        />
      </svg>
      <span className="truncate">{name}</span>
    </span>
  );
}
