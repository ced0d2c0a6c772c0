import { describe, expect, it } from "vitest";
import { readConnectionString } from "./connection-string";

const at = (host: string, port = 5432) => ({ host, port });

describe("[B32] the address of a database, as people have it", () => {
  it.each<[string, string, object]>([
    [
      "Neon's",
      "postgresql://u:p@ep-x-pooler.eu-central-1.aws.neon.tech/neondb?sslmode=require&channel_binding=require",
      { hosts: [at("ep-x-pooler.eu-central-1.aws.neon.tech")], ssl: "require", dropped: ["channel_binding"] },
    ],
    [
      "Supabase's, for Prisma",
      "postgresql://postgres.ref:p@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1",
      { hosts: [at("aws-0-eu.pooler.supabase.com", 6543)], user: "postgres.ref", isPooled: true, max: 1, dropped: [] },
    ],
    [
      "Prisma's own parameters",
      "postgres://u:p@h/db?schema=public&pool_timeout=20&connect_timeout=15&socket_timeout=3&sslaccept=strict",
      { dropped: ["schema", "pool_timeout", "connect_timeout", "socket_timeout", "sslaccept"], isPooled: false },
    ],
    [
      "Cloud SQL's socket",
      "postgres://u:p@/db?host=/cloudsql/project:region:instance",
      { hosts: [at("/cloudsql/project:region:instance")], database: "db" },
    ],
    [
      "a socket in the host's place",
      "postgres://u@%2Fvar%2Frun%2Fpostgresql/db",
      { hosts: [at("/var/run/postgresql")] },
    ],
    [
      "several hosts",
      "postgres://u:p@10.0.0.1:5433,db-2/app?target_session_attrs=read-write",
      { hosts: [at("10.0.0.1", 5433), at("db-2")], wants: "read-write", dropped: [] },
    ],
    ["several hosts with one port", "postgres://u@/app?host=a,b&port=6000", { hosts: [at("a", 6000), at("b", 6000)] }],
    ["any of them", "postgres://u@a,b/app?target_session_attrs=any", { wants: "any" }],
    ["IPv6", "postgres://u:p@[2001:db8::1]:6000/app", { hosts: [at("2001:db8::1", 6000)] }],
    ["nothing but a database", "postgres:///app", { hosts: [at("localhost")], user: undefined, database: "app" }],
    ["a password with signs of its own", "postgres://u:p@s/s#%w?d:x@h/db", { user: "u", password: "p@s/s#%w?d:x" }],
    ["a password in percent signs", "postgres://u:p%40%2Fs@h/db", { password: "p@/s" }],
    [
      "an at sign behind the question mark",
      "postgres://u:p@h/db?application_name=a@b",
      { hosts: [at("h")], password: "p" },
    ],
    ["JDBC's way to say it", "postgres://h/db?prepareThreshold=0", { isPooled: true, dropped: [] }],
    [
      "a name for the list of sessions",
      "postgres://h/db?application_name=shop",
      { parameters: { application_name: "shop" } },
    ],
    ["no encryption", "postgres://h/db?sslmode=disable", { ssl: false }],
    ["encryption to a known name", "postgres://h/db?sslmode=verify-full", { ssl: "verify-full" }],
    ["the authorities of the system", "postgres://h/db?sslrootcert=system", { ssl: "verify-full", dropped: [] }],
    ["capital letters in names", "postgres://h/db?SSLMODE=require&PgBouncer=true", { ssl: "require", isPooled: true }],
    ["something nobody knows", "postgres://h/db?frobnicate=1&options=-c%20x%3Dy", { dropped: ["frobnicate"] }],
  ])("%s", (_, address, said) => {
    expect(readConnectionString(address)).toMatchObject(said);
  });

  it.each(["", "mysql://h/db", "postgres:/h/db", "postgres://a b/db", "h:5432"])("%j is none", (address) => {
    expect(() => readConnectionString(address)).toThrow("postgres://user:password@host/database");
  });

  it("is not repeated where it can't be read: it holds a password", () => {
    expect(() => readConnectionString("postgres://u:hunter2@bad host/db")).toThrow(/^(?!.*hunter2)/);
  });
});
