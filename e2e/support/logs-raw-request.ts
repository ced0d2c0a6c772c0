import { connect } from "node:net";
import type { RawClient, RawForm } from "./raw-forms";

/**
 * Posts a form over a socket of its own, because an HTTP client refuses to send what a header must not hold, and says
 * itself what the Host is.
 * @param headers replace the usual ones; their bytes, one a character. @returns the status.
 */
export async function postOverSocket(
  client: RawClient,
  form: RawForm,
  values: Record<string, string>,
  headers: Record<string, string>,
): Promise<number> {
  const data = new FormData();
  for (const [name, value] of form.hidden) data.append(name, value);
  for (const [name, value] of Object.entries({ ...Object.fromEntries(form.fields), ...values }))
    data.append(name, value);
  const encoded = new Response(data);
  const type = encoded.headers.get("content-type");
  const body = Buffer.from(await encoded.arrayBuffer());
  const { host, hostname, port } = new URL(client.origin);
  const all = {
    Host: host,
    Origin: client.origin,
    "X-Forwarded-For": client.clientAddress,
    Cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    "Content-Type": type,
    "Content-Length": body.length,
    Connection: "close",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`POST ${form.url} HTTP/1.1`, ...lines].join("\r\n");

  const socket = connect(Number(port), hostname);
  socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "latin1"), body]));
  let answer = "";
  for await (const part of socket.setEncoding("latin1")) answer += part;
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}
