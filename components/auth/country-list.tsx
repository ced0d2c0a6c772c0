"use client";

import { CheckIcon } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { matchesCountry, type PhoneCountry } from "@/components/country";
import { Flag } from "@/components/flag";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";

interface CountryListProps {
  id: string;
  /** What it hangs from, and where the focus goes when it closes. */
  button: RefObject<HTMLButtonElement | null>;
  countries: PhoneCountry[];
  selected: PhoneCountry;
  onSelect: (country: string) => void;
  onClose: () => void;
}

/** The open list of countries, with its search. Loaded on demand: keep heavy imports here. */
export default function CountryList({ id, button, countries, selected, onSelect, onClose }: CountryListProps) {
  const [typed, setTyped] = useState("");
  const leftByPointer = useRef(false);

  function onInteractOutside(event: Event) {
    // The button closes by its own click: closed here first, it would open again.
    if (button.current?.contains(event.target as Node)) event.preventDefault();
    else leftByPointer.current = true;
  }

  function choose(country: string) {
    onSelect(country);
    onClose();
  }

  return (
    <Popover open onOpenChange={onClose}>
      <PopoverAnchor virtualRef={button} />
      <PopoverContent
        id={id}
        aria-label="Country"
        align="start"
        className="w-80 max-w-[calc(100vw-2rem)] p-0"
        onInteractOutside={onInteractOutside}
        onCloseAutoFocus={() => leftByPointer.current || button.current?.focus()}
      >
        <Command label="Search countries" shouldFilter={false} defaultValue={selected.country}>
          <CommandInput
            value={typed}
            onValueChange={setTyped}
            placeholder="Name or calling code"
            className="text-base md:text-sm"
          />
          <CommandList
            label="Countries"
            className="max-h-[min(18rem,calc(var(--radix-popover-content-available-height)-3rem))]"
          >
            <CommandEmpty>No country found.</CommandEmpty>
            <CommandGroup>
              {countries
                .filter((country) => matchesCountry(country, typed))
                .map(({ country, callingCode, name }) => (
                  <CommandItem
                    key={country}
                    value={country}
                    onSelect={() => choose(country)}
                    className="min-h-11 gap-3 md:min-h-9"
                  >
                    <Flag country={country} />
                    <span className="grow">{name}</span>
                    {country === selected.country && (
                      <>
                        <CheckIcon aria-hidden="true" />
                        <span className="sr-only">chosen</span>
                      </>
                    )}
                    <span className="text-muted-foreground tabular-nums">+{callingCode}</span>
                  </CommandItem>
                ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
