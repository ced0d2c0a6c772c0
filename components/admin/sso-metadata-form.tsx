"use client";

import { type ChangeEvent, useId, useState } from "react";
import { describedBy, FieldFrame } from "@/components/auth/field-frame";
import { useField } from "@/components/auth/form-context";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";
import { essentialMetadata } from "./essential-metadata";
import { TextArea } from "./text-area";

/** Takes metadata from a file, which the browser reads, or pasted. */
export function SsoMetadataForm({ action, connection }: { action: FormAction; connection: string }) {
  const [text, setText] = useState("");
  const id = useId();

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? [];
    if (file) setText(essentialMetadata(await file.text()));
    // The same file may be chosen again once it was changed.
    target.value = "";
  }
  return (
    <CardForm action={action} hidden={{ connection }} submit="Read metadata" label="Read this metadata">
      <label htmlFor={id} className="text-sm font-medium">
        Metadata file
      </label>
      <input
        id={id}
        type="file"
        accept=".xml,application/xml,text/xml,application/samlmetadata+xml"
        onChange={read}
        className="w-full text-sm file:me-3 file:h-10 file:rounded-md file:border file:border-input file:bg-background file:px-3 noscript:hidden"
      />
      <MetadataText text={text} onChange={setText} />
    </CardForm>
  );
}

function MetadataText({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const id = useId();
  const { invalid } = useField("metadata");
  return (
    <FieldFrame id={id} name="metadata" label="Metadata" description="What the file holds. You can paste it here, too.">
      <TextArea
        id={id}
        name="metadata"
        value={text}
        onChange={({ target }) => onChange(target.value)}
        aria-describedby={describedBy(id)}
        aria-invalid={invalid || undefined}
      />
    </FieldFrame>
  );
}
