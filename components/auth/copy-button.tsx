"use client";

import { type ComponentProps, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

const FEEDBACK_MS = 2000;

interface CopyButtonProps extends Omit<ComponentProps<typeof Button>, "children" | "onClick"> {
  /** What is copied. */
  text: string;
  label: string;
}

/** Copies a text and says so for two seconds. Not there without JavaScript. */
export function CopyButton({ text, label, className, ...props }: CopyButtonProps) {
  const [words, setWords] = useState("");
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => setWords(""), FEEDBACK_MS);
    return () => clearTimeout(timer);
  }, [words]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setWords("Copied");
    } catch {
      // Browsers give the clipboard to https and localhost only; a phone on the local network has neither.
      setWords("Copy by hand");
    }
  }

  return (
    <>
      <Button
        type="button"
        variant="outline"
        {...props}
        className={cn("min-w-32 noscript:hidden", className)}
        onClick={copy}
      >
        <span className="grid place-items-center *:[grid-area:1/1]">
          {/* Unseen, not gone: it keeps the width and the name. */}
          <span className={cn(words && "opacity-0")}>{label}</span>
          <span aria-hidden="true">{words}</span>
        </span>
      </Button>
      {/* Outside the button, whose inside many screen readers take for its name only. */}
      <span aria-live="polite" className="sr-only">
        {words}
      </span>
    </>
  );
}
