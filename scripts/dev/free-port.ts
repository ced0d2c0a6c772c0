import { createServer } from "node:net";

/** @returns the first port from `first` upwards on which nobody listens. @param host where it is wanted. @throws when there is none. */
export async function freePort(first: number, host: string): Promise<number> {
  for (let port = first; port < 65_536; port++) {
    // Some systems let a server take "any address" while another holds the port on this one.
    if ((await isFree(port, host)) && (await isFree(port))) return port;
  }
  throw new Error(`PORT is ${first}: no port is free from there on.`);
}

function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    probe.listen({ port, host }, () => probe.close(() => resolve(true)));
  });
}
