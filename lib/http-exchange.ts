import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { withRequestLimit } from "@/db/request-limit";
import type { GuardServer } from "./http-gate";
import { answerOutage } from "./outage-answer";

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** On `globalThis` because Next bundles the start-up hook and the pages apart. */
const kept = globalThis as typeof globalThis & { signInStarterExchange?: AsyncLocalStorage<Exchange> };

/**
 * Next and Auth.js build addresses from these headers, which a client writes as it likes. From here on they say what
 * APP_URL says (EM-10), and Next's own comparison of Origin with Host holds behind any proxy.
 */
function tellTrueOrigin(request: IncomingMessage, origin: URL): void {
  const { headers } = request;
  // A request line may hold a whole address (RFC 9112, §3.2.2), which Next would redirect to.
  request.url = request.url?.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*\/?/i, "/");
  headers.host = origin.host;
  headers["x-forwarded-host"] = origin.host;
  headers["x-forwarded-proto"] = origin.protocol.slice(0, -1);
  delete headers["x-forwarded-port"];
  delete headers.forwarded;
}

/**
 * Makes the Node request and response reachable from server actions, which Next hands neither: the socket's address
 * is the only one a client cannot invent, and an action has no other way to answer with a 4xx.
 * Called once at start, before the server listens. Where no Node HTTP server runs, both stay unknown.
 * @param origin the public origin, from APP_URL. @param guard put before each server.
 */
export function observeHttpExchanges(origin: string, guard: GuardServer): void {
  if (kept.signInStarterExchange) return;
  const storage = new AsyncLocalStorage<Exchange>();
  kept.signInStarterExchange = storage;
  const truth = new URL(origin);
  let stopping = false;
  process.once("SIGTERM", () => {
    stopping = true;
  });
  const guarded = new WeakSet<Server>();
  // Told of each request just before its server is: with the first, the server gets its guard.
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Exchange & { server: Server };
    tellTrueOrigin(request, truth);
    // Told to stop, the server takes no new connection; the open ones end with their next answer (OP-04).
    if (stopping) response.setHeader("connection", "close");
    if (guarded.has(server)) return;
    guarded.add(server);
    guard(server, (request, response, handOn) =>
      withRequestLimit((limit) => {
        answerOutage(request, response, limit);
        storage.run({ request, response }, handOn);
      }),
    );
  });
}

/** @returns the address of the peer on the socket (a proxy's, behind one), or undefined. */
export const peerAddress = (): string | undefined =>
  kept.signInStarterExchange?.getStore()?.request.socket.remoteAddress;

/** Gives the answer under way this status; does nothing once headers are out. */
export function setStatus(status: number): void {
  const response = kept.signInStarterExchange?.getStore()?.response;
  if (response && !response.headersSent) response.statusCode = status;
}
