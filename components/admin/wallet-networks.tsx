"use client";

import { useEffect, useId, useRef, useState } from "react";
import { useField } from "@/components/auth/form-context";
import { FieldError } from "@/components/ui/field";

interface WalletNetworksProps {
  networks: { id: number; name: string; isAllowed: boolean; words: string }[];
}

/** The networks of a setting, a box each, named `chains`. */
export function WalletNetworks({ networks }: WalletNetworksProps) {
  const id = useId();
  const { error } = useField("chains");
  const [on, setOn] = useState<ReadonlySet<number>>(
    () => new Set(networks.flatMap((network) => (network.isAllowed ? [network.id] : []))),
  );
  const whole = useRef<HTMLUListElement>(null);

  // React resets a form after every answer: what is ticked counts as the default, so that it stays.
  useEffect(() => {
    const boxes = whole.current?.querySelectorAll<HTMLInputElement>("input") ?? [];
    for (const box of boxes) box.defaultChecked = box.checked;
  });

  function set(network: number, to: boolean) {
    const next = new Set(on);
    if (to) next.add(network);
    else next.delete(network);
    setOn(next);
  }

  return (
    <div className="space-y-2 pb-4">
      <div id={`${id}-error`}>{error && <FieldError>{error}</FieldError>}</div>
      <ul ref={whole} className="grid gap-x-8 gap-y-1 sm:grid-cols-2">
        {networks.map((network) => (
          <li key={network.id} className="flex items-start gap-3 py-2">
            <input
              type="checkbox"
              id={`${id}-${network.id}`}
              name="chains"
              value={network.id}
              checked={on.has(network.id)}
              onChange={(event) => set(network.id, event.target.checked)}
              aria-describedby={`${id}-${network.id}-words ${id}-error`}
              aria-invalid={error !== undefined || undefined}
              className="mt-1 size-4 shrink-0 accent-primary"
            />
            <div className="min-w-0 space-y-0.5">
              <label htmlFor={`${id}-${network.id}`} className="block cursor-pointer text-sm font-medium">
                {network.name}
              </label>
              <p id={`${id}-${network.id}-words`} className="text-sm text-muted-foreground wrap-anywhere">
                {network.words}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
