"use client";

import { type ComponentProps, useEffect, useRef, useState } from "react";
import { useFormStatus } from "react-dom";
import { InputOTP, InputOTPGroup, InputOTPSlot } from "@/components/ui/input-otp";
import { digitsOfCode, withPlainDigits } from "@/lib/typed-text";

const LENGTH = 6;
const slots = Array.from({ length: LENGTH }, (_, index) => index);

/** Six digits in one field: typed, pasted or filled in by the phone. The last one submits the form. */
export function CodeInput(props: ComponentProps<"input">) {
  const { pending } = useFormStatus();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");

  // Its form empties its fields: a code that was answered is no use any more.
  useEffect(() => {
    const form = input.current?.form;
    const forget = () => setCode("");
    form?.addEventListener("reset", forget);
    return () => form?.removeEventListener("reset", forget);
  }, []);

  return (
    <InputOTP
      id={props.id}
      name={props.name}
      required={props.required}
      autoFocus={props.autoFocus}
      aria-describedby={props["aria-describedby"]}
      aria-invalid={props["aria-invalid"]}
      ref={input}
      value={code}
      onChange={(typed) => setCode(withPlainDigits(typed).replace(/[^0-9]/g, ""))}
      maxLength={LENGTH}
      inputMode="numeric"
      autoComplete="one-time-code"
      pasteTransformer={(text) => digitsOfCode(text, LENGTH) ?? withPlainDigits(text).replace(/[^0-9]/g, "")}
      pushPasswordManagerStrategy="none"
      // Also on a page that is written from right to left.
      dir="ltr"
      containerClassName="w-full"
      onComplete={() => {
        if (!pending) input.current?.form?.requestSubmit();
      }}
    >
      {/* A picture of the field: screen readers hear the one input above it. */}
      <InputOTPGroup className="w-full gap-2" aria-hidden="true">
        {slots.map((index) => (
          <InputOTPSlot
            key={index}
            index={index}
            aria-invalid={props["aria-invalid"]}
            className="h-12 flex-1 rounded-md border text-lg font-medium tabular-nums"
          />
        ))}
      </InputOTPGroup>
    </InputOTP>
  );
}
