import { KeyRoundIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { RenamePasskey } from "./rename-passkey";
import { RowAction } from "./row-action";
import { Time } from "./time";

interface PasskeyRowProps {
  passkey: { id: string; name: string; createdAt: Date; lastUsedAt: Date | null; backedUp: boolean };
  renameAction: FormAction;
  removeAction: FormAction;
}

/** One passkey: its name, since when and how lately, and what can be done with it. */
export function PasskeyRow({ passkey, renameAction, removeAction }: PasskeyRowProps) {
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey;
  return (
    <li className="group flex flex-col gap-3 py-4 first:pt-0 sm:flex-row sm:items-start">
      <KeyRoundIcon aria-hidden className="hidden size-5 shrink-0 text-muted-foreground sm:block" />
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <span className="wrap-anywhere">{name}</span> {backedUp && <Badge variant="secondary">Backed up</Badge>}
        </p>
        <p className="text-sm text-muted-foreground">
          Created <Time at={createdAt} />
          <span className="max-sm:hidden"> · </span>
          <span className="max-sm:block">{lastUsedAt ? <LastUsed at={lastUsedAt} /> : "Never used"}</span>
        </p>
        <RenamePasskey action={renameAction} id={id} name={name} />
      </div>
      {/* On a phone it would stand right below "Save name". */}
      <div className="max-sm:group-has-[details[open]]:hidden">
        <RowAction action={removeAction} hidden={{ id }} label={`Remove ${name}`}>
          Remove
        </RowAction>
      </div>
    </li>
  );
}

const LastUsed = ({ at }: { at: Date }) => (
  <>
    Last used <Time at={at} />
  </>
);
