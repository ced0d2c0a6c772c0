/** The database did not answer in time, or nobody could be asked. Nobody knows whether the statement was carried out. */
export class DatabaseSilent extends Error {
  override name = "DatabaseSilent";
  code = "DATABASE_SILENT";
}

/** What Node's network and postgres.js say of a connection that could not be made or broke. */
const CONNECTION = new Set([
  "DATABASE_SILENT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ERR_SOCKET_CLOSED",
  "ETIMEDOUT",
]);
/** What OpenSSL says of a certificate. */
const CERTIFICATE = /^(ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/;
/** Connection exceptions; operator intervention but for a statement cancelled; a demoted primary. */
const CONNECTION_STATES = /^(08...|57P0.|25006)$/;
/**
 * Besides those: no resources (connections, memory, disk), a statement or lock that took too long, a deadlock, a failing
 * disk, a login or database that is gone. Each passes, or an operator mends it; no statement is at fault.
 */
const OUTAGE_STATES = /^(53...|57014|55P03|40001|40P01|58...|28...|3D000|26000)$/;

/** @returns the code of the first error in a chain of causes that has one. */
export function codeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("code" in one && typeof one.code === "string") return one.code;
    // Of a name with several addresses, each refused.
    if (one instanceof AggregateError) return codeOf(one.errors[0]);
  }
  return undefined;
}

/** @returns whether the connection failed, and not the statement: what the pool holds can't be trusted any more. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return CONNECTION.has(code) || CERTIFICATE.test(code) || CONNECTION_STATES.test(code);
}

/** @returns whether the database is out of order and the same may work in a moment: people are told so (503), not a 500. */
export const isOutage = (error: unknown): boolean => isConnectionLost(error) || OUTAGE_STATES.test(codeOf(error) ?? "");
