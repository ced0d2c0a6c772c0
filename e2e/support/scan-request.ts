import type { RawClient } from "./raw-forms";

/** A request, down to its bytes. */
export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** A request of the app with what in it a stranger can choose. */
export interface Target {
  name: string;
  /** Each with a value the app takes; what is tried goes in the place of `{}`, or at its end. */
  slots: Record<string, string>;
  render(values: Record<string, string>): RawRequest;
}

const PLACE = "{}";

/** @returns a value of the slot with something added to it; within JSON, as a text of JSON. */
export function withPayload(base: string, payload: string): string {
  if (!base.includes(PLACE)) return base + payload;
  return base.replaceAll(PLACE, () => (base.startsWith('{"') ? JSON.stringify(payload).slice(1, -1) : payload));
}

/** @returns the request as it is when nobody means any harm, but for these values. */
export const requestOf = ({ slots, render }: Target, values: Record<string, string> = {}): RawRequest => {
  const base = Object.entries(slots).map(([slot, value]) => [slot, value.replaceAll(PLACE, "")]);
  return render({ ...Object.fromEntries(base), ...values });
};

const BOUNDARY = "----------------------------scan";
/** What stands in the brackets of `name="…"`. */
const inQuotes = (name: string) => name.replaceAll('"', "%22");

const multipart = (fields: [name: string, value: string][]) =>
  [
    ...fields.map(
      ([name, value]) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${inQuotes(name)}"\r\n\r\n${value}\r\n`,
    ),
    `--${BOUNDARY}--\r\n`,
  ].join("");

/** What a target is made of. A slot is called by where it stands: `query:token`, `field:code`, `cookie:session`. */
export interface Shape {
  name: string;
  method?: string;
  /** Variable parts in brackets are slots. */
  path: string;
  client: RawClient;
  /** Values by the name of the slot. */
  slots: Record<string, string>;
  headers?: Record<string, string>;
  /** How fields are sent. Default: as a form of ours. */
  fieldsAs?: "form" | "action" | "urlencoded";
}

/** @returns the target: its slots as parts of a path, a query, a form, headers and cookies. */
export function targetOf({ name, method = "GET", path, client, slots, headers, fieldsAs = "form" }: Shape): Target {
  const render = (values: Record<string, string>): RawRequest => {
    const of = (kind: string): [string, string][] =>
      Object.entries(values).flatMap(([slot, value]) =>
        slot.startsWith(`${kind}:`) ? [[slot.slice(kind.length + 1), value]] : [],
      );
    const full = path.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, part) => encodeURIComponent(values[`path:${part}`] ?? ""));
    const query = encoded(of("query"));
    const cookies = new Map([...client.cookies, ...of("cookie")]);
    const cookie = [...cookies].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("; ");
    return {
      method,
      path: query ? `${full}?${query}` : full,
      headers: {
        origin: client.origin,
        "x-forwarded-for": client.clientAddress,
        ...(cookie && { cookie }),
        ...headers,
        ...Object.fromEntries(of("header")),
        ...(method === "POST" && { "content-type": contentTypes[fieldsAs] }),
      },
      ...(method === "POST" && { body: bodies[fieldsAs](of("field")) }),
    };
  };
  return { name, slots, render };
}

const encoded = (fields: [string, string][]) =>
  fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

const contentTypes = {
  form: `multipart/form-data; boundary=${BOUNDARY}`,
  action: `multipart/form-data; boundary=${BOUNDARY}`,
  urlencoded: "application/x-www-form-urlencoded",
};

const bodies = {
  form: multipart,
  /** React's `encodeReply([{}, form])`. */
  action: (fields: [string, string][]) =>
    multipart([...fields.map(([name, value]): [string, string] => [`_1_${name}`, value]), ["0", '[{},"$K1"]']]),
  urlencoded: encoded,
};

/** Sends it. @returns the answer; null for what no client can send, such as a NUL in a header. */
export async function sendRaw(origin: string, { method, path, headers, body }: RawRequest): Promise<Response | null> {
  try {
    return await fetch(origin + path, { method, headers, body, redirect: "manual" });
  } catch (error) {
    if (error instanceof TypeError && error.cause === undefined) return null;
    throw error;
  }
}
