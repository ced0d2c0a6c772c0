"use client";

import type { ReactNode } from "react";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { useAnswer, useField } from "./form-context";
import { FormMessage } from "./form-message";

export interface FieldFrameProps {
  /** Of the control; what describes it is `describedBy(id)`. */
  id: string;
  name: string;
  label: ReactNode;
  /** A hint below the field; an error takes its place. */
  description?: ReactNode;
  optional?: boolean;
  /** The last field of a form also holds the form's message, in the two lines it reserves. */
  withMessage?: boolean;
  children: ReactNode;
}

/** @returns the id of the words below a control. */
export const describedBy = (id: string): string => `${id}-words`;

/** What stands around a control: its label, and below it a reserved space for hint or error, so that nothing jumps. */
export function FieldFrame({ id, name, label, description, optional, withMessage, children }: FieldFrameProps) {
  const { error, invalid } = useField(name);
  const { message } = useAnswer();
  const silent = !error && !(withMessage && message);
  return (
    <Field className="gap-1.5" data-invalid={invalid || undefined}>
      <FieldLabel htmlFor={id} className="mb-0.5">
        {/* The blank is for the field's name as it is read out. */}
        {label} {optional && <span className="font-normal text-muted-foreground">(optional)</span>}
      </FieldLabel>
      {children}
      <div id={describedBy(id)} className={withMessage ? "min-h-11" : "min-h-5"}>
        {silent && description && <FieldDescription>{description}</FieldDescription>}
        {error && <FieldError>{error}</FieldError>}
        {withMessage && <FormMessage />}
      </div>
    </Field>
  );
}
