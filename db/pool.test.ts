import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type SelfSigned, selfSigned } from "../e2e/support/self-signed";
import { readConnectionString } from "./connection-string";
import { openPool } from "./pool";
import { createTestDatabase, type TestDatabase } from "./test-database";

/* How a pool's connections are encrypted, and whose certificate they take. */

let database: TestDatabase;
let folder: string;
const own: SelfSigned = selfSigned("localhost");

/** Stands before the database and speaks TLS as Postgres does: asked in eight bytes, answered in one (protocol 3.0, SSLRequest). */
const front = createServer((near) => {
  near.on("error", () => {});
  near.once("data", () => {
    near.write("S");
    const secure = new TLSSocket(near, { isServer: true, ...own });
    const { hostname, port } = new URL(database.url);
    const far = connect(Number(port), hostname);
    for (const socket of [secure, far]) socket.on("error", () => near.destroy());
    secure.pipe(far).pipe(secure);
  });
});

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "certificate-"));
  writeFileSync(path.join(folder, "ca.crt"), own.cert);
  await new Promise<void>((listening) => front.listen(0, listening));
});
afterAll(async () => {
  front.close();
  rmSync(folder, { recursive: true });
  await database.drop();
});

it.each([
  ["localhost", "sslmode=require", "open"],
  ["localhost", "sslmode=prefer", "open"],
  ["localhost", "sslmode=verify-full&sslrootcert=CA", "open"],
  ["127.0.0.1", "sslmode=verify-ca&sslrootcert=CA", "open"],
  ["127.0.0.1", "sslmode=require&sslrootcert=CA", "open"],
  ["127.0.0.1", "sslmode=verify-full&sslrootcert=CA", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["localhost", "sslmode=verify-full", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["localhost", "ssl=true", "DEPTH_ZERO_SELF_SIGNED_CERT"],
])("[B32] %s with %s: %s", async (host, parameters, outcome) => {
  const url = new URL(database.url);
  Object.assign(url, { hostname: host, port: String((front.address() as AddressInfo).port) });
  url.search = parameters.replace("CA", encodeURIComponent(path.join(folder, "ca.crt")));
  const opened = await openPool(readConnectionString(url.href)).catch((error: { code: string }) => error.code);
  expect(typeof opened === "string" ? opened : "open").toBe(outcome);
  if (typeof opened !== "string") await opened.sql.end();
});
