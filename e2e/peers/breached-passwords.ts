import { createHash } from "node:crypto";
import { type Loopback, serveOnLoopback } from "./loopback";

/** Strong by any measure but one: they have leaked. */
export const LEAKED_PASSWORDS = [
  "violet-kettle-orbit-47",
  "harbour lantern quilt 92",
  "Mossy.Turnip.Gazette.31",
  "copper&walrus&midnight&8",
  "ninety-thistle-parade-06",
] as const;

const hashes = LEAKED_PASSWORDS.map((password) => createHash("sha1").update(password).digest("hex").toUpperCase());

/** Lines that stand for nothing, as the real one adds for who asks it to: their number of leaks is 0. */
const padding = (prefix: string) =>
  Array.from({ length: 10 }, (_, index) => {
    const suffix = createHash("sha1").update(`${prefix} ${index}`).digest("hex").slice(5).toUpperCase();
    return `${suffix}:0`;
  });

/**
 * A real HTTP server on loopback that answers like Have I Been Pwned: `GET /range/<5 hex>` gives the rest of every leaked
 * hash that begins so, with how often it leaked.
 */
export function startBreachedPasswordsPeer(): Promise<Loopback> {
  return serveOnLoopback((request, response) => {
    const prefix = /^\/range\/([0-9a-f]{5})$/i.exec(request.url ?? "")?.[1]?.toUpperCase();
    if (request.method !== "GET" || !prefix) return void response.writeHead(404).end();
    const leaked = hashes.filter((hash) => hash.startsWith(prefix)).map((hash) => `${hash.slice(5)}:1312`);
    const lines = [...leaked, ...padding(prefix)].sort();
    response.setHeader("content-type", "text/plain").end(lines.join("\r\n"));
  });
}
