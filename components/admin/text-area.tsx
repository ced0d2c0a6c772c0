import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

/** A text of several lines, in the clothes of an input. */
export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={5}
      spellCheck={false}
      className={cn(
        "w-full min-w-0 rounded-md border border-input bg-transparent px-3 py-2 font-mono text-base shadow-xs outline-none focus-visible:border-ring focus-visible:ring-[3px] focus-visible:ring-ring/50 aria-invalid:border-destructive md:text-xs dark:bg-input/30",
        className,
      )}
      {...props}
    />
  );
}
