import "server-only";
import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Response as UndiciResponse, fetch as undiciFetch } from "undici";
import { waitAtMost } from "@/db/request-limit";
import { env } from "@/lib/env";
import { isAllowedAddress, isLoopbackHost, withoutBrackets } from "./outbound-address";

const HEADERS_WITHIN_MS = 5_000;
const ALL_WITHIN_MS = 8_000;
export const RESPONSE_MAX_BYTES = 1024 * 1024;
/** Statuses that may not have a body (Fetch, §2.2.3). */
const BODILESS = new Set([204, 205]);

/** Why an address that somebody typed gave nothing. */
export type OutboundProblem =
  | "unreachable"
  | "timeout"
  | "too-large"
  | "redirected"
  | "forbidden-address"
  | "not-https";

/** Everything `guardedFetch` throws, but for the reason of a caller's own signal. */
export class OutboundError extends Error {
  override name = "OutboundError";
  constructor(
    readonly code: OutboundProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * `fetch` for addresses an admin typed, and for those such an address names (OA-08, OA-09): https only, no redirects, no
 * credentials in the address, only public addresses – judged when the connection is made, so that a name can't lead
 * elsewhere later –, headers within 5 s, all of it within 8 s, less where the request has waited for others already, at most 1 MB. The body has been read when it resolves.
 * This machine, by http too, is allowed where `LOOPBACK_PROVIDERS` says so.
 * @throws OutboundError
 */
export const guardedFetch: typeof fetch = createGuardedFetch();

/** @param options.lookup how names become addresses; every one of them has to be allowed. */
export function createGuardedFetch({
  lookup = systemLookup as LookupFunction,
  loopback = env.LOOPBACK_PROVIDERS === "true",
}: {
  lookup?: LookupFunction;
  loopback?: boolean;
} = {}): typeof fetch {
  const dispatcher = new Agent({ connect: guardedConnector(lookup, loopback), maxResponseSize: RESPONSE_MAX_BYTES });
  return async (input, init) => {
    const url = allowedUrl(input instanceof Request ? input.url : String(input), loopback);
    const request = new Request(input, init);
    const limit = new AbortController();
    const late = () => limit.abort(new OutboundError("timeout", `${url.host} did not answer in time`));
    const timers = [HEADERS_WITHIN_MS, ALL_WITHIN_MS].map((ms) => setTimeout(late, waitAtMost(ms)));
    try {
      const response = await undiciFetch(url, {
        method: request.method,
        headers: [...request.headers],
        // As bytes, so that it is sent with its length: token endpoints refuse chunks.
        ...(request.body && { body: new Uint8Array(await request.arrayBuffer()) }),
        redirect: "manual",
        signal: AbortSignal.any([limit.signal, request.signal]),
        dispatcher,
      });
      clearTimeout(timers[0]);
      if (response.status >= 300 && response.status < 400)
        throw new OutboundError("redirected", `${url.host} pointed elsewhere`);
      return await readWhole(response);
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      throw asOutboundError(error, url.host);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      // Hangs up on an answer that was not read to its end.
      limit.abort();
    }
  };
}

function allowedUrl(text: string, loopback: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = loopback && url?.protocol === "http:" && isLoopbackHost(url.hostname);
  if (!url || (url.protocol !== "https:" && !isLocal)) throw new OutboundError("not-https", "not an https address");
  if (url.username || url.password) throw new OutboundError("forbidden-address", "credentials in the address");
  return url;
}

/** The socket goes to the very addresses that were looked at; there is no second lookup that could say otherwise. */
function guardedConnector(lookup: LookupFunction, loopback: boolean): buildConnector.connector {
  const forbidden = (host: string) => new OutboundError("forbidden-address", `${host} is not a public address`);
  const connect = buildConnector({
    timeout: HEADERS_WITHIN_MS,
    lookup(hostname, options, done) {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return done(error, []);
        const addresses = [found].flat() as { address: string; family: number }[];
        if (addresses.length === 0 || !addresses.every(({ address }) => isAllowedAddress(address, loopback)))
          return done(forbidden(hostname), []);
        if (options.all) done(null, addresses);
        else done(null, addresses[0]?.address ?? "", addresses[0]?.family);
      });
    },
  });
  return (options, done) => {
    const host = withoutBrackets(options.hostname);
    // An address in figures is never looked up.
    if (isIP(host) && !isAllowedAddress(host, loopback)) return done(forbidden(host), null);
    connect(options, done);
  };
}

/** Counts what comes out, too: the dispatcher's limit is on what crosses the wire, which may be compressed. */
async function readWhole(response: UndiciResponse): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > RESPONSE_MAX_BYTES) throw new OutboundError("too-large", "the answer is longer than 1 MB");
    chunks.push(chunk);
  }
  const { status, statusText } = response;
  const headers = new Headers([...response.headers]);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(BODILESS.has(status) ? null : Buffer.concat(chunks), { status, statusText, headers });
}

function asOutboundError(error: unknown, host: string): OutboundError {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof OutboundError) return one;
    if ("code" in one && one.code === "UND_ERR_RES_EXCEEDED_MAX_SIZE")
      return new OutboundError("too-large", `the answer of ${host} is longer than 1 MB`, { cause: error });
    if ("code" in one && one.code === "UND_ERR_CONNECT_TIMEOUT")
      return new OutboundError("timeout", `${host} did not answer in time`, { cause: error });
  }
  return new OutboundError("unreachable", `${host} could not be reached`, { cause: error });
}
