import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * How a new connection fares: led to the service, refused, ended at once in two ways, taken and never answered, broken
 * with the first bytes of the service's answer (in its handshake), or answered with something else.
 */
export type Meeting =
  | "through"
  | "refused"
  | "closed"
  | "reset"
  | "unanswered"
  | "broken in handshake"
  | { says: string };

/** A service's address that a test can take away, spoil and give back. */
export interface FaultProxy {
  /** What a server is given in place of the service's own address. */
  url: string;
  /** From now on new connections fare so. */
  meet(how: Meeting): Promise<void>;
  /** Ends every open connection: with a proper end, or with a reset. */
  breakOff(how?: "closed" | "reset"): void;
  /**
   * The next bytes on each open connection reset it: those of the client before the service has them, or those of the
   * service's answer, when all is done there and nobody is told.
   */
  breakNext(on: "request" | "answer"): void;
  /** Open connections stay open, and nothing crosses them any more, their end neither. */
  silence(): void;
  /** The network forgets the silent connections: both ends are told. */
  forget(): void;
  /** From now on every piece crosses this much later. */
  delay(milliseconds: number): void;
  stop(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
  fate: "through" | "silent" | "break on request" | "break on answer";
}

/** Puts a loopback proxy in front of a service of any protocol over TCP. @param url where the service is. */
export async function startFaultProxy(url: string): Promise<FaultProxy> {
  const target = new URL(url);
  const pairs = new Set<Pair>();
  /** Connections without a service behind them. */
  const alone = new Set<Socket>();
  let meeting: Meeting = "through";
  let lateBy = 0;

  const proxy = createServer({ allowHalfOpen: false, noDelay: true }, (near) => {
    near.on("error", () => {});
    if (meeting === "closed") return void near.destroy();
    if (meeting === "reset") return void near.resetAndDestroy();
    if (meeting === "unanswered" || typeof meeting === "object") {
      alone.add(near);
      near.once("close", () => alone.delete(near)).resume();
      if (typeof meeting === "object") near.end(meeting.says);
      return;
    }
    lead(near, meeting === "broken in handshake" ? "break on answer" : "through");
  });
  await listen(0);
  const { port } = proxy.address() as AddressInfo;

  function lead(near: Socket, fate: Pair["fate"]): void {
    const far = connect({ port: Number(target.port || 5432), host: target.hostname, noDelay: true });
    const pair: Pair = { near, far, fate };
    pairs.add(pair);
    far.on("error", () => {});
    near.on("data", (bytes) => cross(pair, "request", bytes)).once("close", () => ended(pair, far));
    far.on("data", (bytes) => cross(pair, "answer", bytes)).once("close", () => ended(pair, near));
  }

  function cross(pair: Pair, what: "request" | "answer", bytes: Buffer): void {
    if (pair.fate === "silent") return;
    const to = what === "request" ? pair.far : pair.near;
    if (pair.fate === `break on ${what}`) reset(pair);
    else if (lateBy === 0) to.write(bytes);
    else setTimeout(() => to.writable && pair.fate !== "silent" && to.write(bytes), lateBy);
  }

  /** One side has ended: so does the other, unless the network has forgotten that there is one. */
  function ended(pair: Pair, other: Socket): void {
    if (pair.near.destroyed && pair.far.destroyed) pairs.delete(pair);
    if (pair.fate !== "silent") other.destroy();
  }

  const reset = ({ near, far }: Pair) => {
    if (!near.destroyed) near.resetAndDestroy();
    if (!far.destroyed) far.resetAndDestroy();
  };

  async function listen(at: number): Promise<void> {
    proxy.listen(at, "127.0.0.1");
    await once(proxy, "listening");
  }

  const spoiled = new URL(url);
  spoiled.hostname = "127.0.0.1";
  spoiled.port = `${port}`;
  return {
    // A bare origin stays one.
    url: target.pathname === "/" && !url.endsWith("/") ? spoiled.href.replace(/\/$/, "") : spoiled.href,
    async meet(how) {
      meeting = how;
      if (how === "refused") proxy.close();
      else if (!proxy.listening) await listen(port);
    },
    breakOff(how = "closed") {
      for (const pair of pairs) {
        if (how === "reset") reset(pair);
        else for (const socket of [pair.near, pair.far]) socket.destroy();
      }
      for (const socket of alone) socket.destroy();
    },
    breakNext(on) {
      for (const pair of pairs) pair.fate = `break on ${on}`;
    },
    silence() {
      for (const pair of pairs) pair.fate = "silent";
    },
    forget() {
      for (const pair of pairs) if (pair.fate === "silent") reset(pair);
      for (const socket of alone) socket.destroy();
    },
    delay(milliseconds) {
      lateBy = milliseconds;
    },
    async stop() {
      for (const pair of pairs) reset(pair);
      for (const socket of alone) socket.destroy();
      if (proxy.listening) await new Promise((closed) => proxy.close(closed));
    },
  };
}
