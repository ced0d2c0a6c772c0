import { WalletIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { shortIdentifier } from "@/lib/users/short-identifier";
import type { WalletInWords } from "@/lib/users/wallet-in-words";
import { RowAction } from "./row-action";
import { Time } from "./time";

interface WalletRowProps {
  wallet: WalletInWords;
  /** As settings are. */
  signsIn: boolean;
  /** The only one: it can be primary and still be removed. */
  isOnly: boolean;
  makePrimaryAction: FormAction;
  removeAction: FormAction;
}

/** One wallet of the person: which one, since when and how lately, and what can be done with it. */
export function WalletRow({ wallet, signsIn, isOnly, makePrimaryAction, removeAction }: WalletRowProps) {
  const { id, address, ensName, appName, network, createdAt, lastUsedAt, isPrimary } = wallet;
  const text = ensName ?? shortIdentifier(address);
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0 sm:flex-row sm:items-start">
      <WalletIcon aria-hidden className="hidden size-5 shrink-0 text-muted-foreground sm:block" />
      <div className="min-w-0 grow space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <span title={address} className="wrap-anywhere">
            {text}
          </span>{" "}
          {isPrimary && <Badge variant="secondary">Primary</Badge>}
        </p>
        <p className="text-sm text-muted-foreground">
          {appName}
          {network && ` · Contract on ${network}`}
        </p>
        <p className="text-sm text-muted-foreground">
          Added <Time at={createdAt} />
          <span className="max-sm:hidden"> · </span>
          <span className="max-sm:block">
            Last used <Time at={lastUsedAt} />
          </span>
        </p>
        {!signsIn && <p className="text-sm text-muted-foreground">It doesn't sign you in here at the moment.</p>}
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {!isPrimary && (
          <RowAction action={makePrimaryAction} hidden={{ id }} label={`Make primary: ${text}`}>
            Make primary
          </RowAction>
        )}
        {(!isPrimary || isOnly) && (
          <RowAction action={removeAction} hidden={{ id }} label={`Remove ${text}`}>
            Remove
          </RowAction>
        )}
      </div>
    </li>
  );
}
