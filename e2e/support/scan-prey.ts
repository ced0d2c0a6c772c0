import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sql } from "postgres";

/** A site with every mistake a scanner has to find; it is on this machine for the length of one test. */
export interface Prey {
  origin: string;
  stop(): Promise<void>;
}

/** @param db where its statements go, with what was typed in the midst of their text. */
export async function startPrey(db: Sql): Promise<Prey> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", prey.origin);
    const typed = url.searchParams.get("name");
    const next = url.searchParams.get("next");
    if (next) return response.writeHead(302, { location: next.replace(/[^ -~]/g, "") }).end();
    const found =
      typed === null
        ? ""
        : await db
            .unsafe(`SELECT rolname FROM pg_roles WHERE rolname = '${typed}'`)
            .then((rows) => `${rows.length} of that name`)
            .catch((error: Error) => `PostgreSQL ERROR: ${error.message}`);
    response.writeHead(200, { "content-type": "text/html" });
    return response.end(`<html><body><a href="/?name=postgres">Who?</a> <a href="/?next=/">On</a>
      <p>${typed ?? ""} ${found}</p></body></html>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const prey: Prey = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return prey;
}
