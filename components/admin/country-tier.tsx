import { ChevronDownIcon } from "lucide-react";
import { matchesCountry, type PhoneCountry } from "@/components/country";
import { Flag } from "@/components/flag";

export interface TierOfCountries {
  tier: string;
  /** What its countries have in common. */
  meaning: string;
  countries: PhoneCountry[];
}

interface CountryTierProps extends TierOfCountries {
  on: ReadonlySet<string>;
  /** What is searched for: the rest is hidden, but still posted. */
  typed: string;
  onSet: (countries: PhoneCountry[], to: boolean) => void;
}

/** One tier: a box for all of it, and a box for each of its countries. */
export function CountryTier({ tier, meaning, countries, on, typed, onSet }: CountryTierProps) {
  const found = new Set(countries.filter((country) => matchesCountry(country, typed)));
  const count = countries.filter(({ country }) => on.has(country)).length;
  return (
    <div hidden={found.size === 0}>
      <div className="flex items-start gap-3 py-3">
        <input
          type="checkbox"
          aria-label={`All of tier ${tier}`}
          checked={count === countries.length}
          ref={(box) => {
            if (box) box.indeterminate = count > 0 && count < countries.length;
          }}
          onChange={(event) => onSet(countries, event.target.checked)}
          className="mt-1 size-4 shrink-0 accent-primary noscript:hidden"
        />
        <details open={typed !== "" || tier === "A"} className="group min-w-0 grow">
          <summary className="flex min-h-11 cursor-pointer list-none items-start gap-3 rounded-md text-sm [&::-webkit-details-marker]:hidden">
            <span className="min-w-0 grow">
              <span className="flex flex-wrap justify-between gap-x-3">
                <span className="font-medium">Tier {tier}</span>
                <span className="text-muted-foreground tabular-nums">
                  {count} of {countries.length} on
                </span>
              </span>
              <span className="block text-muted-foreground">{meaning}</span>
            </span>
            <ChevronDownIcon className="mt-0.5 size-4 shrink-0 group-open:rotate-180" aria-hidden="true" />
          </summary>
          <ul className="grid gap-x-6 pt-2 sm:grid-cols-2">
            {countries.map((country) => (
              <li key={country.country} hidden={!found.has(country)}>
                <label className="flex min-h-11 cursor-pointer items-center gap-3 text-sm md:min-h-9">
                  <input
                    type="checkbox"
                    name="enabled"
                    value={country.country}
                    checked={on.has(country.country)}
                    onChange={(event) => onSet([country], event.target.checked)}
                    className="size-4 shrink-0 accent-primary"
                  />
                  <Flag country={country.country} />
                  <span className="min-w-0 grow truncate">{country.name}</span>
                  <span className="text-muted-foreground tabular-nums">+{country.callingCode}</span>
                </label>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </div>
  );
}
