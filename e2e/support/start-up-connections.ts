import { Agent, get } from "node:http";
import { connect } from "node:net";

/** @returns whether a server takes a new connection. */
export function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** A client as a load balancer is one: every request on the same connection, for as long as the server keeps it open. */
export function keepAliveClient(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    /** @returns the status, or "refused" when there is no server any more. */
    ask: (path: string, cookie = "") =>
      new Promise<number | "refused">((resolve) => {
        get(url + path, { agent, headers: { cookie } }, (answer) => {
          answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
        }).once("error", () => resolve("refused"));
      }),
    close: () => agent.destroy(),
  };
}
