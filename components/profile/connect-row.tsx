import { type Logo, SocialIcon } from "@/components/auth/social-icon";
import type { FormAction } from "@/lib/form-state";
import { RowAction } from "./row-action";

interface ConnectRowProps {
  id: string;
  name: string;
  logo?: Logo;
  /** Takes `connection`, and leads to its provider. */
  action: FormAction;
}

/** An account elsewhere that could be connected. */
export function ConnectRow({ id, name, logo, action }: ConnectRowProps) {
  return (
    <li className="flex items-center gap-3 py-3 first:pt-0 last:pb-0">
      <SocialIcon name={name} logo={logo} />
      <p className="min-w-0 grow text-sm font-medium wrap-anywhere">{name}</p>
      <RowAction action={action} hidden={{ connection: id }} label={`Connect ${name}`}>
        Connect
      </RowAction>
    </li>
  );
}
