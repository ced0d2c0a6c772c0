"use client";

import { FormField } from "@/components/auth/form-field";
import { RowAction } from "@/components/profile/row-action";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";

interface SsoDomainsProps {
  connection: string;
  /** ASCII, as addresses have them. */
  domains: { domain: string; shown: string }[];
  addAction: FormAction;
  removeAction: FormAction;
}

/** Whose addresses belong to a connection. */
export function SsoDomains({ connection, domains, addAction, removeAction }: SsoDomainsProps) {
  return (
    <>
      {domains.length > 0 && (
        <ul className="divide-y" aria-label="Domains">
          {domains.map(({ domain, shown }) => (
            <li key={domain} className="flex items-center justify-between gap-4 py-3 first:pt-0 last:pb-0">
              <span className="min-w-0 text-sm font-medium wrap-anywhere">
                {shown}
                {shown !== domain && <span className="font-normal text-muted-foreground"> ({domain})</span>}
              </span>
              <RowAction action={removeAction} hidden={{ connection, domain }} label={`Remove ${domain}`}>
                Remove
              </RowAction>
            </li>
          ))}
        </ul>
      )}
      <CardForm action={addAction} hidden={{ connection }} submit="Add domain" variant="outline">
        <FormField
          name="domain"
          label="Domain"
          description="What stands behind the @ of their addresses, like example.com."
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          required
        />
      </CardForm>
    </>
  );
}
