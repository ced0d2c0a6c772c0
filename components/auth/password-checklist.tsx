"use client";

import { CheckIcon, CircleIcon } from "lucide-react";
import { missingComposition, type PasswordRules, passwordLength } from "@/lib/users/composition";

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What a new password has to be, ticked off while it is typed. */
export function PasswordChecklist({ id, password, rules }: { id: string; password: string; rules: PasswordRules }) {
  const length = passwordLength(password);
  const tooLong = length > rules.maxLength;
  const missing = missingComposition(password, rules);
  const items = [
    {
      words: tooLong ? `At most ${rules.maxLength} characters` : `At least ${rules.minLength} characters`,
      met: length >= rules.minLength && !tooLong,
    },
    ...missingComposition("", rules).map((words) => ({ words: capitalised(words), met: !missing.includes(words) })),
  ];
  return (
    <ul id={id} className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted-foreground">
      {items.map(({ words, met }) => (
        <li key={words} className="flex items-center gap-1.5">
          {met ? <CheckIcon className="size-3.5 text-primary" /> : <CircleIcon className="size-3.5" />}
          <span>
            {words}
            {met && <span className="sr-only">: done</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
