import { once } from "node:events";
import { request as forward } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../support/self-signed";

/** What stands before the servers of several domains in production: it ends TLS and passes everything on. */
export interface HttpsFront {
  /** The server behind each domain; one that has none is answered with 502. */
  sites: Map<string, string>;
  /** Arguments for a Chromium that finds every domain of `names` here. */
  chromiumArgs: string[];
  stop(): Promise<void>;
}

/** Serves these domains over HTTPS, on a free port of loopback. */
export async function startHttpsFront(names: string[]): Promise<HttpsFront> {
  const sites = new Map<string, string>();
  const server = createServer(selfSigned("a front for tests"), (request, response) => {
    const behind = sites.get(request.headers.host ?? "");
    if (!behind) return void response.writeHead(502).end();
    // The name stays the one that was asked for.
    const { hostname, port } = new URL(behind);
    const { url: path, method, headers } = request;
    const passed = forward({ hostname, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    sites,
    chromiumArgs: [
      `--host-resolver-rules=${names.map((name) => `MAP ${name}:443 127.0.0.1:${port}`).join(",")}`,
      "--ignore-certificate-errors",
    ],
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
