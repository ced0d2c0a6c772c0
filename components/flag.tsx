/** The flag of a country, beside its name: decoration. `country` is ISO 3166-1 alpha-2. */
export function Flag({ country }: { country: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: a drawing of one kilobyte, kept for a year
    <img
      src={`/flags/${country}`}
      loading="lazy"
      width={24}
      height={16}
      alt=""
      className="h-4 w-6 shrink-0 rounded-[2px] bg-muted object-cover"
    />
  );
}
