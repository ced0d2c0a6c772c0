"use client";

import { useId, useState } from "react";
import { describedBy, FieldFrame } from "@/components/auth/field-frame";
import { useField } from "@/components/auth/form-context";
import { fittingLines, linesOf } from "./fitting-lines";
import { TextArea } from "./text-area";

interface WalletAddressesProps {
  name: string;
  label: string;
  /** As stored, one a line. */
  value: string;
  /** The most it may have. */
  most: number;
}

/** A list of addresses. What is typed stays through every answer, however long it is. */
export function WalletAddresses({ name, label, value, most }: WalletAddressesProps) {
  const id = useId();
  const { invalid, typed } = useField(name);
  const [text, setText] = useState(typed ?? value);
  const count = linesOf(text).length;
  return (
    <div className="py-4">
      <FieldFrame
        id={id}
        name={name}
        label={label}
        description={`One address in each line. ${count.toLocaleString("en")} of at most ${most}.`}
      >
        <TextArea
          id={id}
          name={name}
          value={text}
          onChange={({ target }) => setText(fittingLines(target.value, most))}
          autoComplete="off"
          autoCapitalize="none"
          placeholder="0x…"
          aria-describedby={describedBy(id)}
          aria-invalid={invalid || undefined}
        />
      </FieldFrame>
    </div>
  );
}
