import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that tests run the app against, which npm doesn't have. */
interface Counterpart {
  /** The Debian package. */
  package: string;
  /** What needs it. */
  neededBy: string;
  /** Where its programs are, in this order; else where PATH says. */
  folders(): string[];
  program: string;
}

const ofPath = () => (process.env.PATH ?? "").split(delimiter).filter(Boolean);
const system = () => [...ofPath(), "/usr/bin", "/usr/sbin"];
const POSTGRES = "/usr/lib/postgresql";
/** Debian keeps one folder for each major version; the newest first. */
const postgresFolders = () =>
  (existsSync(POSTGRES) ? readdirSync(POSTGRES) : [])
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(POSTGRES, version, "bin"));

/**
 * Every counterpart. `.ci/run` installs them all, and there a missing one is a failure; elsewhere tests that need a missing
 * one are skipped by name. SimpleSAMLphp and glewlwyd join the list with the tests that use them.
 */
export const COUNTERPARTS = {
  postgresql: {
    package: "postgresql",
    neededBy: "e2e/failover.spec.ts",
    folders: postgresFolders,
    program: "pg_basebackup",
  },
  pgbouncer: {
    package: "pgbouncer",
    neededBy: "e2e/poolers/pgbouncer.spec.ts",
    folders: system,
    program: "pgbouncer",
  },
  redis: {
    package: "redis-server",
    neededBy: "e2e/redis.spec.ts, lib/security/rate-limits-redis.test.ts",
    folders: system,
    program: "redis-server",
  },
  sqlmap: { package: "sqlmap", neededBy: "npm run scan", folders: system, program: "sqlmap" },
  wapiti: { package: "wapiti", neededBy: "npm run scan", folders: system, program: "wapiti" },
} as const satisfies Record<string, Counterpart>;

export type CounterpartName = keyof typeof COUNTERPARTS;

/** @returns the path of a counterpart's program, or null. */
function findCounterpart(name: CounterpartName): string | null {
  const { folders, program } = COUNTERPARTS[name];
  return (
    folders()
      .map((folder) => join(folder, program))
      .find((path) => existsSync(path)) ?? null
  );
}

/** @returns what this machine lacks, as one line each that says how to get it. */
export const missingCounterparts = (): string[] =>
  (Object.keys(COUNTERPARTS) as CounterpartName[])
    .filter((name) => !findCounterpart(name))
    .map((name) => `${name} (Debian package ${COUNTERPARTS[name].package}), needed by ${COUNTERPARTS[name].neededBy}`);

/**
 * For a test that needs a counterpart.
 * @returns its program, or null where it is missing and the test is to be skipped.
 * @throws when it is missing where it has to be there (COUNTERPARTS=required).
 */
export function expectCounterpart(name: CounterpartName): string | null {
  const path = findCounterpart(name);
  if (!path && process.env.COUNTERPARTS === "required") {
    throw new Error(`${name} is missing: install the Debian package ${COUNTERPARTS[name].package}.`);
  }
  return path;
}
