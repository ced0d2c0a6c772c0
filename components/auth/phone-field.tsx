"use client";

import { type ReactNode, useId, useState } from "react";
import { countryOfTyped, type PhoneCountry } from "@/components/country";
import { Input } from "@/components/ui/input";
import { CountryPicker } from "./country-picker";
import { describedBy, FieldFrame } from "./field-frame";
import { useAnswer, useField } from "./form-context";

export type { PhoneCountry };

interface PhoneFieldProps {
  name?: "phone";
  label: ReactNode;
  /** To choose from, by name. */
  countries: PhoneCountry[];
  /** ISO code of the country chosen at first. */
  defaultCountry: string;
  required?: boolean;
  optional?: boolean;
  description?: ReactNode;
  autoFocus?: boolean;
  withMessage?: boolean;
}

/** A phone number as people write it, posted as `phone`, beside its country, posted as `phoneCountry`. */
export function PhoneField({
  name = "phone",
  countries,
  defaultCountry,
  required,
  autoFocus,
  ...frame
}: PhoneFieldProps) {
  const id = useId();
  const { values } = useAnswer();
  const { invalid, typed } = useField(name);
  const [country, setCountry] = useState(values?.phoneCountry ?? defaultCountry);
  const selected = countries.find((one) => one.country === country) ?? countries[0];
  return (
    <FieldFrame id={id} name={name} {...frame}>
      <div className="flex gap-2">
        {selected && (
          <CountryPicker name="phoneCountry" countries={countries} selected={selected} onSelect={setCountry} />
        )}
        <Input
          id={id}
          name={name}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          required={required}
          autoFocus={autoFocus}
          defaultValue={typed}
          onChange={({ target }) => setCountry((current) => countryOfTyped(target.value, current, countries))}
          aria-describedby={describedBy(id)}
          aria-invalid={invalid || undefined}
          className="h-10"
        />
      </div>
    </FieldFrame>
  );
}
