import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Loopback {
  url: string;
  stop(): Promise<void>;
}

/** Serves HTTP on a free port of loopback; stopping it hangs up on whoever still waits. */
export async function serveOnLoopback(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<Loopback> {
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response);
    } catch {
      // A client that hangs up in the middle is its own affair.
      response.destroy();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
