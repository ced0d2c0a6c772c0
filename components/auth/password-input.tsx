"use client";

import { EyeIcon, EyeOffIcon } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/utils";

/** A password field whose text can be shown. */
export function PasswordInput({ className, ...props }: ComponentProps<"input">) {
  const [revealed, setRevealed] = useState(false);
  const { pending } = useFormStatus();
  // Hidden again while it is sent: that is when browsers offer to save it.
  const shown = revealed && !pending;
  return (
    <div className="relative">
      <Input
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        type={shown ? "text" : "password"}
        className={cn("pr-11", className)}
      />
      <Button
        type="button"
        variant="ghost"
        size="icon"
        className="absolute inset-y-0 right-0 h-full text-muted-foreground hover:bg-transparent dark:hover:bg-transparent noscript:hidden"
        aria-label="Show password"
        aria-pressed={shown}
        aria-controls={props.id}
        onClick={() => setRevealed(!shown)}
      >
        {shown ? <EyeOffIcon /> : <EyeIcon />}
      </Button>
    </div>
  );
}
