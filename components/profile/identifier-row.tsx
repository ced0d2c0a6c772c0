"use client";

import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { RowAction } from "./row-action";

interface IdentifierRowProps {
  id: string;
  /** What the verify action posts, e.g. `{ email: address }`. */
  verifyFields: Record<string, string>;
  /** As people read it. */
  text: string;
  isPrimary: boolean;
  isVerified: boolean;
  /** Frozen by the settings: shown, with nothing to do but verify. */
  isRestricted: boolean;
  /** The only one of its kind: it can be primary and still be removed. */
  isOnly: boolean;
  /** Sends a code or link, as adding it would. */
  verifyAction: FormAction;
  makePrimaryAction: FormAction;
  removeAction: FormAction;
}

/** One address or number of the person and what can be done with it. */
export function IdentifierRow({
  id,
  verifyFields,
  text,
  isPrimary,
  isVerified,
  isRestricted,
  isOnly,
  verifyAction,
  makePrimaryAction,
  removeAction,
}: IdentifierRowProps) {
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 sm:flex-row sm:items-center">
      <div className="flex min-w-0 grow flex-wrap items-center gap-2">
        <span className="text-sm font-medium wrap-anywhere">{text}</span>
        {isPrimary && <Badge variant="secondary">Primary</Badge>}
        {!isVerified && <Badge variant="outline">Unverified</Badge>}
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {!isVerified && (
          <RowAction action={verifyAction} hidden={verifyFields} label={`Verify ${text}`}>
            Verify
          </RowAction>
        )}
        {isVerified && !isPrimary && !isRestricted && (
          <RowAction action={makePrimaryAction} hidden={{ id }} label={`Make primary: ${text}`}>
            Make primary
          </RowAction>
        )}
        {(!isPrimary || isOnly) && !isRestricted && (
          <RowAction action={removeAction} hidden={{ id }} label={`Remove ${text}`}>
            Remove
          </RowAction>
        )}
      </div>
    </li>
  );
}
