import { connect } from "node:net";
import { expect, test } from "./fixtures";
import { costlyCalls, costlyGets, costlyLinks, costlyPosts, type Shape } from "./support/costly-requests";
import { anyAddress } from "./support/instances-steps";
import { processorTime } from "./support/processor-time";
import { callAction } from "./support/raw-actions";
import { RawClient } from "./support/raw-forms";
import { everythingOn } from "./support/settings";
import { actions, handlers, pages } from "./support/walk-build";
import { handlerRules } from "./support/walk-handlers";
import { addressOf } from "./support/walk-pages";

/** A request may be this many times the work of a small one to the same route. */
const TIMES = 20;
/** No request is taken for less work than this: the clock ticks no finer. */
const LEAST_MS = 5;
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** A route of the build, and what it can be sent. */
interface Target {
  small(client: RawClient): Promise<unknown>;
  shapes: Shape[];
}

function targets(): Target[] {
  const ofPages = pages.map(({ route }) => {
    const at = addressOf(route, NOBODY);
    return { small: (client: RawClient) => client.send(at), shapes: [...costlyGets(at), ...costlyLinks(at)] };
  });
  const requests = handlers.flatMap(({ route }) => Object.keys(handlerRules[route] ?? {}).map((one) => one.split(" ")));
  const ofHandlers = requests.map(([method, at = ""]) => ({
    small: (client: RawClient) => client.send(at, { method, headers: { origin: client.origin } }),
    shapes: method === "POST" ? costlyPosts(at) : costlyGets(at),
  }));
  const ofActions = actions.flatMap(({ id, pages: usedOn }) => {
    const page = pages.find(({ file }) => usedOn.includes(file));
    if (!page) return [];
    const at = addressOf(page.route, NOBODY);
    return [{ small: (client: RawClient) => callAction(client, id, at, { a: "b" }), shapes: costlyCalls(id, at) }];
  });
  return [...ofPages, ...ofHandlers, ...ofActions];
}

/** Somebody else each time, with a cookie that gets them past the middleware: work is measured, not its limits. */
function somebody(url: string): RawClient {
  const client = new RawClient(url, anyAddress());
  client.cookies.set("session", "A".repeat(43));
  return client;
}

test("[WF-11] no request to any route of the build is more than 20 times the work of a small one", async ({
  startInstance,
  changeSettings,
}) => {
  test.setTimeout(120_000);
  await changeSettings(everythingOn);
  const { url, pid } = await startInstance();
  const workOf = async (go: (client: RawClient) => Promise<unknown>) => {
    const before = processorTime(pid);
    await go(somebody(url));
    return processorTime(pid) - before;
  };
  const complaints: string[] = [];
  let [requests, most, costliest] = [0, 0, ""];
  for (const { small, shapes } of targets()) {
    // What is loaded by the first request is not the second one's work.
    await small(somebody(url));
    const smallWork = Math.max(LEAST_MS, (await workOf(small)) / 2 + (await workOf(small)) / 2);
    for (const { what, send } of shapes) {
      let status = 0;
      const go = async (client: RawClient) => {
        const answer = await send(client);
        await answer.arrayBuffer();
        status = answer.status;
      };
      let work = await workOf(go);
      if (work > TIMES * smallWork) work = await workOf(go);
      requests += 1;
      if (work > most) [most, costliest] = [work, what];
      if (status >= 500) complaints.push(`${what}: ${status}`);
      if (work > TIMES * smallWork) complaints.push(`${what}: ${work} ms, a small one ${smallWork} ms`);
    }
  }
  console.log(`${requests} costly requests; the costliest: ${most} ms, ${costliest}`);
  expect(complaints).toEqual([]);
});

test("[WF-11] 15 costly requests at once keep nobody waiting", async ({ startInstance }) => {
  const { url } = await startInstance();
  const id = actions.find(({ name }) => name === "startSignInAction")?.id ?? "";
  const shapes = [
    ...costlyPosts("/api/wallets/sign-in"),
    ...costlyCalls(id, "/sign-in"),
    ...costlyGets("/healthz"),
    ...costlyLinks("/sign-in"),
  ];
  await fetch(`${url}/healthz`);
  for (const { what, send } of shapes) {
    let underWay = true;
    const sent = Promise.all(Array.from({ length: 15 }, async () => (await send(somebody(url))).arrayBuffer())).then(
      () => {
        underWay = false;
      },
    );
    const waits: number[] = [];
    while (underWay) {
      const begin = performance.now();
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      waits.push(performance.now() - begin);
    }
    await sent;
    // The median: how this machine shares itself among servers and browsers is no matter of the server's.
    expect(waits.sort((a, b) => a - b)[waits.length >> 1], what).toBeLessThan(500);
  }
});

test("[WF-08 WF-11] what can't be read, or is too long by its own word, is refused before Next reads it", async ({
  server,
  clientAddress,
}) => {
  const client = new RawClient(server.url, clientAddress);
  const { origin } = client;
  const id = actions.find(({ name }) => name === "startSignInAction")?.id ?? "";
  const status = async (body: string, type: string, headers: Record<string, string> = {}) =>
    (await client.send("/sign-in", { method: "POST", body, headers: { origin, "content-type": type, ...headers } }))
      .status;
  for (const body of [
    "[".repeat(20_000) + "]".repeat(20_000),
    "[".repeat(33) + "]".repeat(33),
    "nope",
    "5",
    '{"length":1e5}',
    "[1",
  ])
    expect.soft(await status(body, "text/plain;charset=UTF-8", { "next-action": id }), body.slice(0, 40)).toBe(400);
  const part = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  for (const body of ["nope", part("0", "[]"), `${part("$ACTION_REF_1", "")}--x--\r\n`])
    expect.soft(await status(body, "multipart/form-data; boundary=x"), body).toBe(400);
  for (const body of [
    part("0", '["$Q1"]'),
    part("0", '["$1"]') + part("1", '["$0"]'),
    part("0", '["$T"]'),
    part("1", "[]"),
  ])
    expect
      .soft(await status(`${body}--x--\r\n`, "multipart/form-data; boundary=x", { "next-action": id }), body)
      .toBe(400);
  for (const tree of ["nope", "%zz", encodeURIComponent('["",{},5]')])
    expect
      .soft((await client.send("/sign-in", { headers: { rsc: "1", "next-router-state-tree": tree } })).status)
      .toBe(400);

  for (const [head, status] of [
    [`POST /sign-in HTTP/1.1\r\nOrigin: ${origin}\r\nContent-Length: 10000000`, 413],
    ["POST /sign-in HTTP/1.1\r\nOrigin: https://evil.test\r\nContent-Length: 10000000", 413],
    ["POST /_next/static/x HTTP/1.1\r\nContent-Length: 10000000", 413],
    ["GET /healthz HTTP/1.1\r\nContent-Length: 10000000", 413],
    [`POST /sign-in HTTP/1.1\r\nOrigin: ${origin}\r\nTransfer-Encoding: chunked`, 411],
  ] as const)
    expect.soft(await firstLine(server.url, head), head).toBe(`HTTP/1.1 ${status}`);
});

/** Sends a head and nothing else. @returns how the answer begins. */
const firstLine = (url: string, head: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "localhost");
    socket.on("error", reject).on("data", (data) => {
      socket.destroy();
      resolve(data.toString().slice(0, "HTTP/1.1 000".length));
    });
    socket.write(`${head}\r\nHost: localhost\r\n\r\n`);
  });
