import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestLimit } from "@/db/request-limit";
import { statusOf, wordsFor } from "./errors";

const CODE = "unavailable";
const WORDS = wordsFor({ code: CODE });
/** Seconds after which a program may ask again. */
const RETRY_AFTER = 5;

/**
 * Answers 503, in a form that whoever asks can use, where a request met an outage of the database and would be answered
 * as a fault of ours. Cookies that were set stay: what they stand for was done.
 */
export function answerOutage(request: IncomingMessage, response: ServerResponse, limit: RequestLimit): void {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  const write = response.write.bind(response) as (...given: unknown[]) => boolean;
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  let isReplaced = false;
  function replaces(status: number): boolean {
    if (isReplaced || response.headersSent || status < 500 || !limit.hadOutage) return isReplaced;
    isReplaced = true;
    for (const name of response.getHeaderNames())
      if (/^(content-|transfer-|etag|vary)/.test(name)) response.removeHeader(name);
    const [type, body] = answerFor(request);
    writeHead(statusOf(CODE), { "content-type": type, "retry-after": RETRY_AFTER, "cache-control": "no-store" });
    end(request.method === "HEAD" ? undefined : body);
    return true;
  }
  Object.assign(response, {
    writeHead: (...given: unknown[]) => (replaces(Number(given[0])) ? response : writeHead(...given)),
    write: (...given: unknown[]) => replaces(response.statusCode) || write(...given),
    end: (...given: unknown[]) => (replaces(response.statusCode) ? response : end(...given)),
  });
}

function answerFor({ headers, method }: IncomingMessage): [type: string, body: string] {
  // Next's own client reads words only under exactly this type, and loads an address whole that it can't read.
  if ("next-action" in headers || "rsc" in headers) return ["text/plain", WORDS];
  if (headers.accept?.includes("text/html")) return ["text/html; charset=utf-8", page(method === "POST")];
  return ["application/json", JSON.stringify({ code: CODE, message: WORDS })];
}

/** A page that needs nothing: no database, no script, no file. @param isPosted reloading sends the form again. */
const page = (isPosted: boolean) => `<!doctype html>
<html lang="en" style="color-scheme: light dark; font-family: system-ui, sans-serif">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Not available right now</title></head>
<body style="margin: 0"><main style="max-width: 28rem; margin: 0 auto; padding: max(3rem, 16vh) 1.5rem 3rem; line-height: 1.5">
<h1 style="font-size: 1.5rem; letter-spacing: -0.02em">Not available right now</h1>
<p>${isPosted ? "Something on our side isn't responding. Wait a moment, then reload this page to send your form again." : "Something on our side isn't responding. Wait a moment, then try again."}</p>
${isPosted ? "" : '<a href="" style="display: inline-block; padding: 0.75rem 0; color: inherit; font-weight: 600">Try again</a>'}
</main></body>
</html>`;
