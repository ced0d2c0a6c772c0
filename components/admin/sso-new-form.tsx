"use client";

import { FormField } from "@/components/auth/form-field";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";
import { ChoiceRow } from "./setting-rows";

/** Whose connection it is to be, and what it speaks. */
export function SsoNewForm({ action }: { action: FormAction }) {
  return (
    <CardForm action={action} hidden={{}} submit="Add connection">
      <FormField
        name="organisation"
        label="Organisation"
        description="People see this name when they sign in through it."
        autoComplete="off"
        maxLength={100}
        required
      />
      <ChoiceRow
        name="protocol"
        label="Protocol"
        description="What the identity provider offers. It can’t be changed later. If you may choose, take OpenID Connect."
        value="saml"
        options={[
          { value: "saml", label: "SAML 2.0" },
          { value: "oidc", label: "OpenID Connect" },
        ]}
      />
    </CardForm>
  );
}
