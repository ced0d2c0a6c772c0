import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What an app and its Postgres say to each other, read on the way. */
export interface Tap {
  /** Where the app finds the database. */
  databaseUrl: string;
  /** The text of every statement so far. */
  statements: Set<string>;
  /** Every error Postgres answered: its code (SQLSTATE) and its message. */
  errors: string[];
  /** Called with the values of each statement that is run, as they stand on the wire, and its text. */
  onValues: (values: string, statement: string) => void;
  stop(): Promise<void>;
}

/**
 * Stands between an app and its Postgres, and tells the text of statements from the values bound to them: what was typed
 * may be among the second, never in the first.
 * @param databaseUrl where the app would have found it; without TLS.
 */
export async function startTap(databaseUrl: string): Promise<Tap> {
  const { hostname, port } = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((app) => {
    const database = connect(Number(port), hostname);
    for (const [from, to] of [
      [app, database],
      [database, app],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy()).on("close", () => open.delete(from));
      from.pipe(to);
    }
    const prepared = new Map<string, string>();
    app.on(
      "data",
      messageReader(true, (type, body) => read(type, body, prepared)),
    );
    database.on("data", messageReader(false, readAnswer));
  });
  const read = (type: string, body: Buffer, prepared: Map<string, string>) => {
    const [first, second] = [textAt(body, 0), textAt(body, body.indexOf(0) + 1)];
    if (type === "Q") tap.statements.add(first);
    if (type === "P") {
      tap.statements.add(second);
      prepared.set(first, second);
    }
    if (type === "B") tap.onValues(body.toString("utf8"), prepared.get(second) ?? "");
  };
  const readAnswer = (type: string, body: Buffer) => {
    if (type !== "E") return;
    const fields = new Map(
      body
        .toString("utf8")
        .split("\0")
        .map((field) => [field[0], field.slice(1)]),
    );
    tap.errors.push(`${fields.get("C")} ${fields.get("M")}`);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = `${(server.address() as AddressInfo).port}`;
  const tap: Tap = {
    databaseUrl: url.href,
    statements: new Set(),
    errors: [],
    onValues: () => {},
    async stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  return tap;
}

const textAt = (body: Buffer, start: number) => body.toString("utf8", start, body.indexOf(0, start));

/**
 * Cuts a stream of the protocol into its messages (PostgreSQL documentation, "Message Formats").
 * @param greets the first message has no type: it is the greeting of an app.
 */
function messageReader(greets: boolean, read: (type: string, body: Buffer) => void) {
  let greeting = greets;
  let rest: Buffer = Buffer.alloc(0);
  return (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const head = greeting ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readUInt32BE(head);
      if (rest.length < end) return;
      if (!greeting) read(String.fromCharCode(rest[0] ?? 0), rest.subarray(head + 4, end));
      greeting = false;
      rest = rest.subarray(end);
    }
  };
}
