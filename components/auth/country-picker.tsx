"use client";

import { ChevronsUpDownIcon } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState, useSyncExternalStore } from "react";
import type { PhoneCountry } from "@/components/country";
import { Flag } from "@/components/flag";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";

const load = () => import("./country-list");
const CountryList = lazy(load);
/** Ahead of the click; where it fails, the click tries again. */
const preload = () => void load().catch(() => {});

const never = () => () => {};
const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

interface CountryPickerProps {
  name: string;
  countries: PhoneCountry[];
  selected: PhoneCountry;
  onSelect: (country: string) => void;
}

/** The country of a number: flag and calling code, and a list to search, which comes only when somebody wants it. */
export function CountryPicker({ name, countries, selected, onSelect }: CountryPickerProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useId();
  const hydrated = useHydrated();

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  }

  return (
    <>
      <Button
        ref={button}
        type="button"
        variant="outline"
        role="combobox"
        aria-label="Country"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        className="h-10 gap-2 px-3 text-foreground tabular-nums noscript:hidden"
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setOpen(!open)}
        onKeyDown={onKeyDown}
      >
        <Flag country={selected.country} />
        <span className="sr-only">{selected.name}</span>+{selected.callingCode}
        <ChevronsUpDownIcon className="text-muted-foreground" aria-hidden="true" />
      </Button>
      {open && (
        <Suspense>
          <CountryList
            id={list}
            button={button}
            countries={countries}
            selected={selected}
            onSelect={onSelect}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
      {hydrated ? (
        <input type="hidden" name={name} value={selected.country} />
      ) : (
        <div className="hidden noscript:block">
          <NativeSelect name={name} aria-label="Country" defaultValue={selected.country} className="h-10 w-32">
            {countries.map(({ country, callingCode, name }) => (
              <option key={country} value={country}>{`${name} (+${callingCode})`}</option>
            ))}
          </NativeSelect>
        </div>
      )}
    </>
  );
}
