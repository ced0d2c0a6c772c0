"use client";

import { FormField } from "@/components/auth/form-field";
import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";

interface SsoDangerProps {
  connection: string;
  organisation: string;
  active: boolean;
  affected: { connected: number; withoutOtherWay: number };
  deactivateAction: FormAction;
  deleteAction: FormAction;
}

const people = (count: number) => (count === 1 ? "1 person" : `${count.toLocaleString("en")} people`);

/** Ends a connection, for now or for good; what that means for people stands above the buttons. */
export function SsoDanger(props: SsoDangerProps) {
  const { connection, organisation, active, affected, deactivateAction, deleteAction } = props;
  const { connected, withoutOtherWay } = affected;
  return (
    <>
      <p className="text-sm" data-testid="affected">
        {connected === 0
          ? "Nobody has signed in through it yet."
          : `${people(connected)} ${connected === 1 ? "has" : "have"} signed in through it. ${
              withoutOtherWay === 0
                ? "All of them have another way in."
                : `${people(withoutOtherWay)} of them ${withoutOtherWay === 1 ? "has" : "have"} no other way in.`
            }`}
      </p>
      {active && (
        <CardForm action={deactivateAction} hidden={{ connection }} submit="Deactivate" variant="outline">
          <p className="text-sm text-muted-foreground">
            Deactivating it opens the usual ways to the people of its domains again. Whoever is signed in stays signed
            in, and nothing is lost: you can activate it again.
          </p>
        </CardForm>
      )}
      <CardForm
        action={deleteAction}
        hidden={{ connection }}
        submit="Delete connection"
        variant="destructive"
        className={active ? "border-t pt-6" : undefined}
      >
        <p className="text-sm text-muted-foreground">
          Deleting it takes away the connection, its domains, its log and the links of its people. Their accounts stay.
          The organisation goes with it, and so do the memberships in it.
        </p>
        <FormField name="name" label={`Type ${organisation} to confirm`} autoComplete="off" required />
      </CardForm>
    </>
  );
}
