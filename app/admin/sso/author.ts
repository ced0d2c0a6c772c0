import type { Author } from "@/lib/connections/enterprise-change";
import type { Session } from "@/lib/sessions/read";
import type { Visit } from "@/lib/visit";

/** @returns who changes a connection, for its audit event. */
export const authorOf = ({ client, now }: Visit, { user }: Session): Author => ({ userId: user.id, client, now });
