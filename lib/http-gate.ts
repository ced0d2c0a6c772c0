import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { type ErrorCode, statusOf, wordsFor } from "./errors";
import { parseJson } from "./parse-json";
import { readPostedBody } from "./posted-body";
import { type RequestHead, refusalOfHead } from "./request-limits";

/** How long a request may take to arrive, with a body of 400 KB at most. */
const ARRIVES_WITHIN_MS = 30_000;
/** How long whoever is refused may go on sending: cut off at once, they would never read why. */
const LINGERS_MS = 1_000;
/** In development Next's own tools post to it, and speak over a WebSocket. */
const isDevelopment = process.env.NODE_ENV === "development";

type Listener = (request: IncomingMessage, response: ServerResponse) => void;
/** @param enter hands on a request that was let in. */
export type GuardServer = (
  server: Server,
  enter: (request: IncomingMessage, response: ServerResponse, handOn: () => void) => void,
) => void;

/**
 * Stands before what serves a Node HTTP server: Next takes in a body before it asks any code of ours, and answers 500 to
 * what it can't decode. What is too long is refused before it has come, what can't be read before Next tries.
 */
export const guardServer: GuardServer = (server, enter) => {
  const listeners = server.listeners("request") as Listener[];
  server.removeAllListeners("request").on("request", async (request: IncomingMessage, response: ServerResponse) => {
    const problem = await problemWith(request);
    if (problem) return refuse(request, response, problem);
    enter(request, response, () => {
      for (const listener of listeners) listener.call(server, request, response);
    });
  });
  // Whoever asks first whether to send a body hears of the refusal in place of "go on".
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (!refusalOfHead(headOf(request))) response.writeContinue();
    server.emit("request", request, response);
  });
  Object.assign(server, { requestTimeout: ARRIVES_WITHIN_MS, headersTimeout: ARRIVES_WITHIN_MS });
  // Nothing here speaks another protocol; Next would leave such a connection open for ever.
  if (!isDevelopment) server.removeAllListeners("upgrade");
};

/** @returns why a request is refused. Its body is whole and fit to be read when there is no reason. */
async function problemWith(request: IncomingMessage): Promise<ErrorCode | undefined> {
  const { headers } = request;
  const head = headOf(request);
  const { method, pathname, header } = head;
  if (isDevelopment && /^\/_+next/.test(pathname)) return undefined;
  const problem = refusalOfHead(head);
  if (problem) return problem;
  if (!isRouterState(header("next-router-state-tree") ?? undefined)) return "malformed_request";
  const length = Number(header("content-length") ?? 0);
  const isPost = method === "POST";
  if (length === 0 && !isPost) return undefined;
  const bytes = length > 0 ? await readWhole(request, length) : Buffer.alloc(0);
  const sent = { type: header("content-type") ?? "", bytes };
  const read = await readPostedBody(sent, isPost && "next-action" in headers);
  if (!read) return "malformed_request";
  if (read !== sent) Object.assign(headers, { "content-type": read.type, "content-length": `${read.bytes.length}` });
  request.unshift(read.bytes);
  return undefined;
}

function headOf({ method = "", url = "", headers }: IncomingMessage): RequestHead {
  const [pathname = "", ...query] = url.split("?");
  return { method, pathname, query: query.join("?"), header: (name) => headers[name]?.toString() };
}

/** Never settles for a body that never comes: its connection has ended by then. */
const readWhole = (request: IncomingMessage, length: number): Promise<Buffer<ArrayBuffer>> =>
  new Promise((resolve) => {
    const take = () => {
      const bytes: Buffer<ArrayBuffer> | null = request.read(length);
      if (!bytes) return;
      request.off("readable", take);
      resolve(bytes);
    };
    request.on("readable", take);
  });

/** What Next's router says a browser shows already, in a header: read by Next's own reader, which throws. */
function isRouterState(header: string | undefined): boolean {
  try {
    if (header !== undefined) parseJson(decodeURIComponent(header));
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, code: ErrorCode): void {
  response
    .writeHead(statusOf(code), {
      // Exactly so: under any other name the browser's side of Next puts words of its own in place of these.
      "content-type": "text/plain",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    })
    .end(wordsFor({ code }));
  setTimeout(() => request.complete || request.socket.destroy(), LINGERS_MS).unref();
}
