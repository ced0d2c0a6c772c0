import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** Nothing is answered to an upgrade that leads nowhere: the socket stays open. */
const SILENT_AFTER_MS = 250;

/** What came back: 0 and nothing, where nothing did. */
export interface RawAnswer {
  status: number;
  head: string;
  text: string;
}

/**
 * Sends a request byte by byte, with whatever request line and headers no HTTP client would send.
 * @param lines the request line and headers.
 */
export async function sendRaw(origin: string, lines: string[], body = ""): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const isUpgrade = lines.some((line) => /^upgrade:/i.test(line));
  if (isUpgrade) socket.setTimeout(SILENT_AFTER_MS, () => socket.destroy());
  socket.write(`${[...lines, ...(isUpgrade ? [] : ["Connection: close"])].join("\r\n")}\r\n\r\n${body}`);
  let answer = "";
  try {
    for await (const part of socket.setEncoding("utf8")) answer += part;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ECONNRESET" && !isUpgrade) throw error;
  }
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, text: rest.join("\r\n\r\n") };
}

/** A service that nobody is to be led to: it counts who connects, and answers like a web site. */
export async function startSink() {
  const reached: string[] = [];
  const server = createServer((socket) => {
    reached.push(`connection ${reached.length + 1}`);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      reached.push(bytes.toString("latin1").split("\r\n")[0] ?? "");
      socket.end("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\nsink");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, reached, stop: () => server.close() };
}
