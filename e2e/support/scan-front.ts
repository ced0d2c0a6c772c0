import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands between a scanner and the app. */
export interface Front {
  origin: string;
  /** How often each request was answered how: `POST /profile 422`. */
  answers: Map<string, number>;
  stop(): Promise<void>;
}

/** What a browser does that a scanner doesn't. */
interface Browser {
  /** The cookies it brings to a path. */
  cookieFor(path: string): string;
}

/**
 * Starts one. What is different with every answer is taken out of it, so that a scanner sees what it has caused itself.
 * @param app its origin.
 * @param browser cookies and forms are sent as this one does, whatever the scanner sends; without one, as they come.
 */
export async function startFront(app: string, browser?: Browser): Promise<Front> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const { pathname } = new URL(path, app);
    const body = request.method === "POST" ? await bodyOf(request) : undefined;
    const posted = browser && body ? await asBrowsersPost(request, body) : undefined;
    const init = browser
      ? {
          headers: { ...posted?.headers, cookie: browser.cookieFor(pathname), origin: app },
          body: posted?.body,
        }
      : { headers: headersOf(request), body };
    const answer = await fetch(app + path, { method: request.method, redirect: "manual", ...init });
    const name = `${request.method} ${pathname} ${answer.status}`;
    front.answers.set(name, (front.answers.get(name) ?? 0) + 1);
    const type = answer.headers.get("content-type");
    const location = answer.headers.get("location")?.replace(app, front.origin);
    response.writeHead(answer.status, { ...(type && { "content-type": type }), ...(location && { location }) });
    response.end(await stillBodyOf(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const front: Front = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: new Map(),
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return front;
}

/** What is about one connection only. */
const OF_THE_CONNECTION = ["host", "connection", "content-length", "accept-encoding"];

const headersOf = ({ headers }: IncomingMessage): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !OF_THE_CONNECTION.includes(name) ? [[name, value]] : [],
  );

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** As forms of the app are posted. What is in a file of wapiti's is what would be in a field; what is no form stays as it is. */
async function asBrowsersPost({ headers }: IncomingMessage, body: Uint8Array<ArrayBuffer>): Promise<PostedBody> {
  const type = headers["content-type"] ?? "application/x-www-form-urlencoded";
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) {
    return { body, headers: { "content-type": type } };
  }
  const form = new FormData();
  for (const [name, value] of await new Response(body, { headers: { "content-type": type } }).formData()) {
    form.append(name, typeof value === "string" ? value : await value.text());
  }
  return { body: form, headers: {} };
}
interface PostedBody {
  body: FormData | Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** Without the nonce of its policy; of an action, without the page that is drawn anew around what it says. */
async function stillBodyOf(answer: Response): Promise<string> {
  const text = await answer.text();
  if (answer.headers.get("content-type")?.startsWith("text/x-component")) {
    return [answer.headers.get("x-action-redirect"), ...(text.match(/^1:.*$/m) ?? [])].join("\n");
  }
  const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
  return nonce ? text.replaceAll(nonce, "") : text;
}
