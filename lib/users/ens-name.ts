import "server-only";
import { offersNames } from "@/lib/security/chains";

/** @returns a wallet's name; null where nobody is asked for names any more: the stored one may be another's by now. */
export const currentEnsName = (stored: string | null): string | null => (offersNames() ? stored : null);
