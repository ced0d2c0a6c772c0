import { shortIdentifier } from "@/lib/users/short-identifier";

interface IdentifierProps {
  value: string;
  /** What the wallet calls itself. */
  ensName?: string | null;
}

/** What somebody is known by: of a wallet its name, else both ends of its address; the whole of it for a pointer. */
export function Identifier({ value, ensName }: IdentifierProps) {
  const short = shortIdentifier(value);
  return short === value ? value : <span title={value}>{ensName ?? short}</span>;
}
