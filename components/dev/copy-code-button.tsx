"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

const FEEDBACK_MS = 2000;

/** Copies a code and says so for two seconds. */
export function CopyCodeButton({ code }: { code: string }) {
  const [words, setWords] = useState("Copy code");

  async function copy() {
    try {
      await navigator.clipboard.writeText(code);
      setWords("Copied");
    } catch {
      // Browsers give the clipboard to https and localhost only; a phone on the local network has neither.
      setWords("Copy by hand");
    }
    setTimeout(() => setWords("Copy code"), FEEDBACK_MS);
  }

  return (
    <Button type="button" variant="outline" className="min-h-11 w-36" onClick={copy}>
      <span aria-live="polite">{words}</span>
    </Button>
  );
}
