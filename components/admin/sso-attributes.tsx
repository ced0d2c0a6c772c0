"use client";

import { useRef } from "react";
import { FormField } from "@/components/auth/form-field";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";

type Names = Record<"email" | "firstName" | "lastName", string>;

interface SsoAttributesProps {
  action: FormAction;
  connection: string;
  names: Names;
  presets: { label: string; names: Names }[];
}

/** Under which names the provider tells about a person; a press fills in those of a known one. */
export function SsoAttributes({ action, connection, names, presets }: SsoAttributesProps) {
  const fields = useRef<HTMLDivElement>(null);

  function fill(preset: Names) {
    for (const [name, value] of Object.entries(preset)) {
      const input = fields.current?.querySelector<HTMLInputElement>(`input[name=${name}Attribute]`);
      if (input) input.value = value;
    }
  }
  return (
    <CardForm action={action} hidden={{ connection }} submit="Save" label="Save attributes">
      {presets.length > 1 && (
        <fieldset className="flex flex-wrap items-center gap-2 noscript:hidden">
          <legend className="mb-2 text-sm text-muted-foreground">Fill in the usual names of</legend>
          {presets.map((preset) => (
            <Button key={preset.label} type="button" variant="outline" size="sm" onClick={() => fill(preset.names)}>
              {preset.label}
            </Button>
          ))}
        </fieldset>
      )}
      <div ref={fields} className="space-y-2">
        <FormField name="emailAttribute" label="Email address" autoComplete="off" defaultValue={names.email} required />
        <FormField
          name="firstNameAttribute"
          label="First name"
          autoComplete="off"
          defaultValue={names.firstName}
          required
        />
        <FormField
          name="lastNameAttribute"
          label="Last name"
          autoComplete="off"
          defaultValue={names.lastName}
          required
        />
      </div>
    </CardForm>
  );
}
