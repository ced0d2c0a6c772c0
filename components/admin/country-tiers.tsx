"use client";

import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useField } from "@/components/auth/form-context";
import { matchesCountry, type PhoneCountry } from "@/components/country";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CountryTier, type TierOfCountries } from "./country-tier";
import { useMarkDirty } from "./settings-form";

/** The countries of a setting, by tier: each is a box named `enabled`. Tiers and search need JavaScript, boxes don't. */
export function CountryTiers({ tiers, enabled }: { tiers: TierOfCountries[]; enabled: string[] }) {
  const { error } = useField("enabled");
  const markDirty = useMarkDirty();
  const [on, setOn] = useState<ReadonlySet<string>>(() => new Set(enabled));
  const [typed, setTyped] = useState("");
  const whole = useRef<HTMLDivElement>(null);
  const all = tiers.flatMap(({ countries }) => countries);

  // React resets a form after every answer: what is ticked counts as the default, so that it stays.
  useEffect(() => {
    const boxes = whole.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [];
    for (const box of boxes) box.defaultChecked = box.checked;
  });

  function set(countries: PhoneCountry[], to: boolean) {
    const next = new Set(on);
    for (const { country } of countries) {
      if (to) next.add(country);
      else next.delete(country);
    }
    setOn(next);
    markDirty();
  }

  function search(event: ChangeEvent<HTMLInputElement>) {
    // Looking for something changes nothing that could be saved.
    event.stopPropagation();
    setTyped(event.target.value);
  }

  const refuseEnter = (event: KeyboardEvent) => event.key === "Enter" && event.preventDefault();

  return (
    <div ref={whole} className="space-y-2 pb-2">
      <div className="flex flex-wrap items-center gap-2 noscript:hidden">
        <Input
          type="search"
          aria-label="Search countries"
          placeholder="Name or calling code"
          value={typed}
          onChange={search}
          onKeyDown={refuseEnter}
          className="min-w-52 flex-1"
        />
        <Button type="button" variant="outline" onClick={() => set(all, true)}>
          Enable all
        </Button>
        <Button type="button" variant="outline" onClick={() => set(all, false)}>
          Disable all
        </Button>
      </div>
      <p className="text-sm text-muted-foreground tabular-nums">
        {all.filter(({ country }) => on.has(country)).length} of {all.length} on
      </p>
      {error && <FieldError>{error}</FieldError>}
      <div className="divide-y">
        {tiers.map((tier) => (
          <CountryTier key={tier.tier} {...tier} on={on} typed={typed} onSet={set} />
        ))}
      </div>
      <p role="status" className="text-sm text-muted-foreground">
        {all.every((country) => !matchesCountry(country, typed)) && "No country found. Try another spelling."}
      </p>
    </div>
  );
}
