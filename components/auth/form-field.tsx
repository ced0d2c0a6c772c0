"use client";

import { type ComponentProps, type ComponentType, type ReactNode, useId } from "react";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAnswer, useField } from "./form-context";
import { FormMessage } from "./form-message";

interface FormFieldProps extends ComponentProps<"input"> {
  name: string;
  label: ReactNode;
  /** A hint below the field; an error takes its place. */
  description?: ReactNode;
  optional?: boolean;
  /** The last field of a form also holds the form's message, in the two lines it reserves. */
  withMessage?: boolean;
  control?: ComponentType<ComponentProps<"input">>;
}

/** Label, input, and below it a reserved space for hint or error, so that nothing jumps. */
export function FormField({
  label,
  description,
  optional,
  withMessage,
  control: Control = Input,
  ...props
}: FormFieldProps) {
  const id = useId();
  const { error, invalid, typed } = useField(props.name);
  const { message } = useAnswer();
  const silent = !error && !(withMessage && message);
  return (
    <Field className="gap-1.5" data-invalid={invalid || undefined}>
      <FieldLabel htmlFor={id} className="mb-0.5">
        {label}
        {optional && <span className="font-normal text-muted-foreground">(optional)</span>}
      </FieldLabel>
      <Control
        id={id}
        className="h-10"
        aria-describedby={`${id}-words`}
        aria-invalid={invalid || undefined}
        {...props}
        defaultValue={typed ?? props.defaultValue}
      />
      <div id={`${id}-words`} className={withMessage ? "min-h-11" : "min-h-5"}>
        {silent && description && <FieldDescription>{description}</FieldDescription>}
        {error && <FieldError>{error}</FieldError>}
        {withMessage && <FormMessage />}
      </div>
    </Field>
  );
}
