"use client";

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useAnswer, useField } from "@/components/auth/form-context";
import { FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select";
import { cn } from "@/lib/utils";

interface RowProps {
  name: string;
  label: string;
  description?: ReactNode;
}

/** What a control of a row needs to be named, described and marked. */
function useRow(name: string) {
  const id = useId();
  const { error, invalid, typed } = useField(name);
  return {
    error,
    typed,
    control: { id, name, "aria-describedby": `${id}-words`, "aria-invalid": invalid || undefined },
  };
}

/** @param wide whether the control needs a line of its own on a phone. */
function Row({
  id,
  label,
  description,
  error,
  wide,
  children,
}: Omit<RowProps, "name"> & { id: string; error?: string; wide?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn(
        "flex justify-between gap-x-6 gap-y-3 py-4 first:pt-0",
        wide ? "flex-col sm:flex-row sm:items-center" : "items-center",
      )}
    >
      <div className="min-w-0 space-y-1">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <div id={`${id}-words`} className="text-sm text-muted-foreground">
          {description}
          {error && <FieldError>{error}</FieldError>}
        </div>
      </div>
      <div className="shrink-0">{children}</div>
    </div>
  );
}

/** On or off. The browser's own box in a switch's clothes: it works without JavaScript too. */
export function SwitchRow({ checked, ...row }: RowProps & { checked: boolean }) {
  const { error, control } = useRow(row.name);
  const { values } = useAnswer();
  return (
    <Row id={control.id} error={error} {...row}>
      <input
        {...control}
        type="checkbox"
        defaultChecked={values ? values[row.name] === "on" : checked}
        className="relative h-6 w-11 cursor-pointer appearance-none rounded-full bg-input transition-colors outline-none before:absolute before:top-0.5 before:left-0.5 before:size-5 before:rounded-full before:bg-background before:shadow-sm before:transition-transform checked:bg-primary checked:before:translate-x-5 focus-visible:ring-[3px] focus-visible:ring-ring/50 aria-invalid:ring-[3px] aria-invalid:ring-destructive/40"
      />
    </Row>
  );
}

/** A whole number within bounds. */
export function NumberRow({ value, min, max, ...row }: RowProps & { value: number; min: number; max: number }) {
  const { error, typed, control } = useRow(row.name);
  return (
    <Row id={control.id} error={error} {...row}>
      <Input
        {...control}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        defaultValue={typed ?? value}
        className="w-24 tabular-nums"
      />
    </Row>
  );
}

/** One of several. */
export function ChoiceRow({
  value,
  options,
  className,
  ...row
}: RowProps & { value: string; options: { value: string; label: string }[]; className?: string }) {
  const { error, typed, control } = useRow(row.name);
  const chosen = typed ?? value;
  const select = useRef<HTMLSelectElement>(null);

  // An answered form goes back to what its controls begin with, which React sets once; what is shown is not touched.
  useLayoutEffect(() => {
    if (!select.current) return;
    const shown = select.current.value;
    for (const option of select.current.options) option.defaultSelected = option.value === chosen;
    select.current.value = shown;
  }, [chosen]);

  return (
    <Row id={control.id} error={error} wide {...row}>
      <NativeSelect ref={select} {...control} defaultValue={chosen} className={className}>
        {options.map((option) => (
          <NativeSelectOption key={option.value} value={option.value}>
            {option.label}
          </NativeSelectOption>
        ))}
      </NativeSelect>
    </Row>
  );
}

/** A short text. */
export function TextRow({
  value,
  className,
  placeholder,
  ...row
}: RowProps & { value: string; className?: string; placeholder?: string }) {
  const { error, typed, control } = useRow(row.name);
  return (
    <Row id={control.id} error={error} wide {...row}>
      <Input
        {...control}
        defaultValue={typed ?? value}
        placeholder={placeholder}
        className={cn("sm:w-64", className)}
      />
    </Row>
  );
}

/** A secret: typed once, never shown again. Its field is empty whether there is one or not. */
export function SecretRow(row: RowProps & { placeholder?: string }) {
  const { error, control } = useRow(row.name);
  return (
    <Row id={control.id} error={error} wide {...row}>
      {/* "off" would let browsers fill in the password somebody signs in with. */}
      <Input
        {...control}
        type="password"
        autoComplete="new-password"
        spellCheck={false}
        placeholder={row.placeholder}
        className="sm:w-64"
      />
    </Row>
  );
}
