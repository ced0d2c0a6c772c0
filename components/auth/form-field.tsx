"use client";

import { type ComponentProps, type ComponentType, useId } from "react";
import { Input } from "@/components/ui/input";
import { describedBy, FieldFrame, type FieldFrameProps } from "./field-frame";
import { useField } from "./form-context";

type FormFieldProps = Omit<FieldFrameProps, "id" | "children"> &
  ComponentProps<"input"> & { control?: ComponentType<ComponentProps<"input">> };

/** One text to fill in, with its label and its hint or error. */
export function FormField({
  label,
  description,
  optional,
  withMessage,
  control: Control = Input,
  ...props
}: FormFieldProps) {
  const id = useId();
  const { invalid, typed } = useField(props.name);
  return (
    <FieldFrame id={id} name={props.name} {...{ label, description, optional, withMessage }}>
      <Control
        id={id}
        className="h-10"
        aria-describedby={describedBy(id)}
        aria-invalid={invalid || undefined}
        {...props}
        defaultValue={typed ?? props.defaultValue}
      />
    </FieldFrame>
  );
}
