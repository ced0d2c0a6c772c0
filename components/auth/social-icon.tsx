import { cn } from "@/lib/utils";

/** Paths of a logo on a 24×24 viewBox; one without a colour takes the text's. */
export type Logo = { path: string; color?: string }[];

/** A provider's logo beside its name, or the first letter of whoever has none. Its name is said elsewhere. */
export function SocialIcon({ name, logo, className }: { name: string; logo?: Logo; className?: string }) {
  const size = cn("size-5 shrink-0", className);
  if (!logo || logo.length === 0) {
    return (
      <span aria-hidden="true" className={cn(size, "grid place-items-center rounded-sm border text-xs font-semibold")}>
        {[...name][0]?.toUpperCase()}
      </span>
    );
  }
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={size}>
      {logo.map(({ path, color }) => (
        <path key={path} d={path} fill={color ?? "currentColor"} />
      ))}
    </svg>
  );
}
