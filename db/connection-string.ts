import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";

/** What a connection string says, in the words of postgres.js. */
export interface Connection {
  /** In the order given; the first that takes changes is used. */
  hosts: { host: string; port: number }[];
  user?: string;
  password?: string;
  database?: string;
  ssl?: "prefer" | "require" | "verify-full" | ConnectionOptions | false;
  /** TLS from the first byte, without asking. */
  sslnegotiation?: "direct";
  /** How many connections a process may hold. */
  max?: number;
  /** Sent to the server as they are. */
  parameters: Record<string, string>;
  /** The string says that statements can't be prepared. */
  isPooled: boolean;
  /** Which server of several will do. */
  wants: "read-write" | "any";
  /** Names of parameters that mean nothing here. */
  dropped: string[];
}

// The password is taken as it is, unescaped signs included: what ends it is the last "@" before the parameters.
const SHAPE = /^postgres(?:ql)?:\/\/(?:((?:(?!\?\w+=).)*)@)?([\w.,:[\]%~-]*)(?:\/([^?]*))?(?:\?(.*))?$/i;
/** How clients of other kinds are told that nothing may be prepared. */
const UNPREPARED: Record<string, string> = {
  pgbouncer: "true",
  prepare: "false",
  prepared_statements: "false",
  preparethreshold: "0",
  statement_cache_size: "0",
  statement_cache_capacity: "0",
};
const LOCAL = { host: "localhost", port: 5432 };

/**
 * Reads `DATABASE_URL` as people have it, from any provider and for any client: what is meant for others is left out.
 * @throws for what is no address of a Postgres, without repeating it: it holds a password.
 */
export function readConnectionString(text: string): Connection {
  const [, userinfo = "", hosts = "", database = "", query = ""] = SHAPE.exec(text.trim()) ?? [];
  if (!SHAPE.test(text.trim()))
    throw new Error("not the address of a Postgres: postgres://user:password@host/database");
  const given = new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]));
  const take = (name: string) => {
    const value = given.get(name);
    given.delete(name);
    return value || undefined;
  };
  const [user = "", ...password] = userinfo.split(":");
  const unprepared = Object.entries(UNPREPARED).filter(([name, value]) => take(name) === value);
  const max = Number(take("connection_limit") ?? take("pool_size") ?? take("max"));
  const wants = take("target_session_attrs");
  return {
    hosts: hostsOf(take("host") ?? decoded(hosts), take("port")),
    user: take("user") ?? (decoded(user) || undefined),
    password: take("password") ?? (decoded(password.join(":")) || undefined),
    database: take("dbname") ?? (decoded(database) || undefined),
    ssl: sslOf(take),
    ...(take("sslnegotiation") === "direct" && { sslnegotiation: "direct" }),
    ...(max > 0 && Number.isInteger(max) && { max }),
    parameters: Object.fromEntries(
      ["application_name", "options"].flatMap((name) => {
        const value = take(name);
        return value ? [[name, value]] : [];
      }),
    ),
    isPooled: unprepared.length > 0,
    wants: wants && !["read-write", "primary"].includes(wants) ? "any" : "read-write",
    dropped: [...given.keys()],
  };
}

function hostsOf(list: string, port = ""): Connection["hosts"] {
  const ports = port.split(",");
  return list.split(",").map((entry, index) => {
    // A directory with a Unix socket has no port in it; an address of IPv6 stands in brackets.
    const [, host = entry, own] = entry.startsWith("/") ? [] : (/^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []);
    const number = Number(own ?? ports[index] ?? ports[0]) || LOCAL.port;
    return { host: host.replace(/^\[|\]$/g, "") || LOCAL.host, port: number };
  });
}

/** Like libpq, but that nothing said means no TLS, as with postgres.js. */
function sslOf(take: (name: string) => string | undefined): Connection["ssl"] {
  const mode = take("sslmode") ?? take("ssl");
  const [ca, cert, key] = ["sslrootcert", "sslcert", "sslkey"].map(take);
  if (!mode && !ca) return undefined;
  if (mode === "disable" || mode === "false") return false;
  const own = {
    ...(ca && ca !== "system" && { ca: readFileSync(ca, "utf8") }),
    ...(cert && { cert: readFileSync(cert, "utf8") }),
    ...(key && { key: readFileSync(key, "utf8") }),
  };
  const isVerified = Boolean(ca) || !["allow", "prefer", "require", "no-verify"].includes(mode ?? "");
  if (!isVerified && !cert) return mode === "require" || mode === "no-verify" ? "require" : "prefer";
  if (!isVerified) return { ...own, rejectUnauthorized: false };
  if (mode === "verify-full" || ca === "system" || !ca) return Object.keys(own).length ? own : "verify-full";
  // An authority of one's own, and a certificate in any name: verify-ca, and what libpq makes of require beside it.
  return { ...own, checkServerIdentity: () => undefined };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
