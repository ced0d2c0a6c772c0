"use client";

import { FormField } from "@/components/auth/form-field";
import { PasswordInput } from "@/components/auth/password-input";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";
import { SsoFold } from "./sso-fold";

interface SsoOidcFormProps {
  action: FormAction;
  connection: string;
  values: {
    issuer: string;
    clientId: string;
    scopes: string;
    authorizationUrl?: string;
    tokenUrl?: string;
    jwksUrl?: string;
  };
  hasSecret: boolean;
}

/** An OpenID provider: its issuer says the rest, or every address is entered. */
export function SsoOidcForm({ action, connection, values, hasSecret }: SsoOidcFormProps) {
  const address = { type: "url", inputMode: "url", autoComplete: "off" } as const;
  return (
    <CardForm action={action} hidden={{ connection }} submit="Save" label="Save identity provider">
      <FormField
        {...address}
        name="issuer"
        label="Issuer"
        description="Its other addresses are read from there when you save (discovery)."
        defaultValue={values.issuer}
        required
      />
      <FormField name="clientId" label="Client ID" autoComplete="off" defaultValue={values.clientId} required />
      <FormField
        name="clientSecret"
        label="Client secret"
        description={
          hasSecret
            ? "There is one. Leave this empty to keep it; it is never shown again."
            : "Kept encrypted, and never shown again."
        }
        control={PasswordInput}
        // Browsers take "off" for an invitation to fill in the admin's own password.
        autoComplete="new-password"
        required={!hasSecret}
      />
      <FormField
        name="scopes"
        label="Scopes"
        description="Separated by spaces."
        autoComplete="off"
        defaultValue={values.scopes}
        required
      />
      <SsoFold title="Addresses by hand, for a provider without discovery" open={Boolean(values.tokenUrl)}>
        <div className="space-y-2">
          <FormField
            {...address}
            name="authorizationUrl"
            label="Authorization endpoint"
            defaultValue={values.authorizationUrl}
            optional
          />
          <FormField {...address} name="tokenUrl" label="Token endpoint" defaultValue={values.tokenUrl} optional />
          <FormField {...address} name="jwksUrl" label="Keys (JWKS)" defaultValue={values.jwksUrl} optional />
        </div>
      </SsoFold>
    </CardForm>
  );
}
