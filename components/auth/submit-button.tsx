"use client";

import { Loader2Icon } from "lucide-react";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

/** The button of a form. While the answer is awaited it can't be pressed again and, if it was the one, spins at its width. */
export function SubmitButton({ children, className, ...props }: ComponentProps<typeof Button>) {
  const { pending, data } = useFormStatus();
  const pressed = pending && (props.name === undefined || data.get(props.name) === props.value);
  return (
    <Button
      type="submit"
      size="lg"
      {...props}
      disabled={pending || props.disabled}
      aria-busy={pressed || undefined}
      className={cn("relative w-full", pressed && "disabled:opacity-90", className)}
    >
      {/* Unseen, not gone: it keeps the width and the name. */}
      <span className={cn("flex min-w-0 grow items-center justify-center gap-2", pressed && "opacity-0")}>
        {children}
      </span>
      {pressed && (
        <span className="absolute inset-0 grid place-items-center" aria-hidden="true">
          <Loader2Icon className="animate-spin" />
        </span>
      )}
    </Button>
  );
}
