"use client";

import { useId } from "react";
import { describedBy, FieldFrame } from "@/components/auth/field-frame";
import { useField } from "@/components/auth/form-context";
import { FormField } from "@/components/auth/form-field";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";
import { TextArea } from "./text-area";

interface SsoSamlFieldsProps {
  action: FormAction;
  connection: string;
  entityId: string;
  ssoUrl: string;
  /** How many there are. */
  certificates: number;
}

/** Has the server fetch metadata, now and once. */
export function SsoMetadataUrlForm({
  action,
  connection,
  url,
}: {
  action: FormAction;
  connection: string;
  url: string;
}) {
  return (
    <CardForm action={action} hidden={{ connection }} submit="Read metadata" label="Read metadata from this address">
      <FormField
        name="metadataUrl"
        label="Metadata address"
        description="It is fetched when you press the button, and at no other time."
        type="url"
        inputMode="url"
        autoComplete="off"
        defaultValue={url}
        required
      />
    </CardForm>
  );
}

/** What metadata would say, by hand; a certificate that is entered is added to those there are. */
export function SsoSamlFields({ action, connection, entityId, ssoUrl, certificates }: SsoSamlFieldsProps) {
  return (
    <CardForm action={action} hidden={{ connection }} submit="Save" label="Save identity provider fields">
      <FormField
        name="entityId"
        label="Entity ID of the identity provider"
        description="Also called issuer. Letter by letter as it is there."
        autoComplete="off"
        defaultValue={entityId}
        required
      />
      <FormField
        name="ssoUrl"
        label="Sign-on address"
        description="Also called SSO URL, of the binding HTTP-Redirect."
        type="url"
        inputMode="url"
        autoComplete="off"
        defaultValue={ssoUrl}
        required
      />
      {certificates < 2 && <CertificateField isSecond={certificates > 0} />}
    </CardForm>
  );
}

function CertificateField({ isSecond }: { isSecond: boolean }) {
  const id = useId();
  const { invalid, typed } = useField("certificate");
  return (
    <FieldFrame
      id={id}
      name="certificate"
      label={isSecond ? "Another certificate" : "Signing certificate"}
      optional={isSecond}
      description={
        isSecond
          ? "The next one, before the identity provider changes over to it. Both work meanwhile."
          : "PEM, from BEGIN CERTIFICATE to END CERTIFICATE."
      }
    >
      <TextArea
        id={id}
        name="certificate"
        defaultValue={typed}
        aria-describedby={describedBy(id)}
        aria-invalid={invalid || undefined}
      />
    </FieldFrame>
  );
}
