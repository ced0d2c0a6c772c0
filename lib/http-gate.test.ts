import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { wordsFor } from "./errors";
import { guardServer } from "./http-gate";
import { machineCallers } from "./machine-callers";
import { BODY_MAX } from "./request-limits";

/** What came through the gate: method, type and body, as whoever stands behind reads them. */
let received: { method?: string; type?: string; length?: string; body: string }[];
let server: Server;
let port: number;

beforeEach(async () => {
  received = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { "content-type": type, "content-length": length } = request.headers;
    received.push({ method: request.method, type, length, body: Buffer.concat(chunks).toString() });
    response.end("served");
  }).on("upgrade", (_, socket) => socket.on("error", () => {}));
  guardServer(server, (_, __, handOn) => handOn());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

/** Writes bytes, and no more. @returns the first line that comes back, and whether the connection ended by itself. */
function raw(method: string, path: string, headers: string[], body = "", until: "answer" | "end" = "answer") {
  return new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const done = (how: string) => {
      socket.destroy();
      resolve(how);
    };
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
      if (until === "answer" && answer.includes("\r\n")) done(statusIn(answer));
    });
    socket.on("close", () => (until === "end" ? done(`${statusIn(answer)}, ended`) : reject(new Error("no answer"))));
    socket.on("error", () => {});
    socket.write([`${method} ${path} HTTP/1.1`, "Host: a.test", ...headers, "", body].join("\r\n"));
  });
}
const statusIn = (answer: string) => answer.split(" ")[1] ?? "";

const post = (path: string, type: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body, headers: { "content-type": type, ...headers } });

it.each([
  ["POST", "/sign-in", ["Content-Length: 10000000"], "413"],
  ["POST", "/sign-in", [`Content-Length: ${BODY_MAX + 1}`], "413"],
  ["PUT", "/sign-in", ["Content-Length: 10000000"], "413"],
  ["DELETE", "/api/step-up", ["Content-Length: 10000000"], "413"],
  ["POST", "/sign-in", ["Content-Length: 10000000", "Expect: 100-continue"], "413"],
  ["POST", "/api/auth/saml/one/acs", [`Content-Length: ${machineCallers.samlAnswer.bodyMax + 1}`], "413"],
  ["GET", "/healthz", ["Content-Length: 1"], "413"],
  ["HEAD", "/healthz", ["Content-Length: 1"], "413"],
  ["OPTIONS", "/healthz", ["Content-Length: 1"], "413"],
  ["POST", "/sign-in", ["Transfer-Encoding: chunked"], "411"],
  ["GET", "/healthz", ["Transfer-Encoding: chunked"], "411"],
  ["POST", "/sign-in", ["Content-Length: -1"], "400"],
  ["POST", "/sign-in", ["Content-Length: 1e9"], "400"],
  ["POST", "/sign-in", ["Content-Length: 0x10"], "400"],
  ["POST", "/sign-in", ["Content-Length: 5", "Content-Length: 6"], "400"],
  ["POST", "/sign-in", ["Content-Length: 5", "Transfer-Encoding: chunked"], "400"],
  ["GET", `/?${"a&".repeat(64)}`, [], "400"],
  ["GET", "/healthz", [`Cookie: ${"a=b; ".repeat(180)}a=b`], "400"],
  ["GET", "/sign-in", ["Next-Router-State-Tree: nope"], "400"],
  ["GET", "/sign-in", ["Next-Router-State-Tree: %zz"], "400"],
  ["GET", "/sign-in", [`Next-Router-State-Tree: ${"[".repeat(5_000)}${"]".repeat(5_000)}`], "400"],
  ["GET", "/sign-in", ['Next-Router-State-Tree: ["",{},5]'], "400"],
  ["GET", "/sign-in", ["Next-Router-State-Tree: []", "Next-Router-State-Tree: []"], "400"],
])("[WF-11] %s %s with %j is answered at once by %s, and goes no further", async (method, path, headers, status) => {
  expect(await raw(method, path, headers)).toBe(status);
  expect(received).toEqual([]);
});

it("[WF-11] who goes on sending what is refused is cut off", async () => {
  // Node ends idle connections by itself; one that is never quite idle it does not.
  server.keepAliveTimeout = 0;
  expect(await raw("POST", "/", ["Content-Length: 10000000"], "x".repeat(1000), "end")).toBe("413, ended");
});

it("[WF-11] who sends all of it at once reads the answer, and may go on", async () => {
  const answer = await post("/sign-in", "text/plain", "x".repeat(5_000_000));
  expect([answer.status, await answer.text()]).toEqual([413, wordsFor({ code: "body_too_long" })]);
  expect((await post("/sign-in", "text/plain", "x")).status).toBe(200);
});

it.each([
  ["GET", "/healthz?a=1&b=2", ["Content-Length: 0", "Cookie: a=b; c=d"]],
  ["GET", "/sign-in", ['Next-Router-State-Tree: ["",{"children":["sign-in",{"children":["__PAGE__",{}]}]}]']],
  ["GET", "/sign-in", ["Connection: upgrade", "Upgrade: websocket"]],
  ["GET", "/healthz", ["Content-Type: application/json"]],
  ["POST", "/api/passkeys/sign-in", []],
])("[WF-11] %s %s with %j is served", async (method, path, headers) => {
  expect(await raw(method, path, headers)).toBe("200");
});

it.each([1, 2, 16_383, 16_384, 16_385, 32_768, 49_151, BODY_MAX])(
  "[WF-11] a body of %d bytes comes through as it was sent, however it was cut up",
  async (length) => {
    const body = Array.from({ length }, (_, index) => String.fromCharCode(97 + (index % 26))).join("");
    expect((await post("/sign-in", "text/plain", body)).status).toBe(200);
    await new Promise<void>((resolve, reject) => {
      const headers = { "content-type": "text/plain", "content-length": length };
      const request = httpRequest({ port, host: "127.0.0.1", method: "POST", headers }, (answer: IncomingMessage) =>
        answer.resume().on("end", resolve),
      ).on("error", reject);
      request.setNoDelay(true);
      const cut = Math.floor(length / 3);
      request.write(body.slice(0, cut), () =>
        request.write(body.slice(cut, 2 * cut), () => request.end(body.slice(2 * cut))),
      );
    });
    expect(received.map((one) => one.body)).toEqual([body, body]);
  },
);

it("[WF-11] who asks whether to send a body is told to go on, unless it is too long", async () => {
  expect(await raw("POST", "/", ["Content-Length: 5", "Expect: 100-continue"])).toBe("100");
});

it("[WF-08] what stands behind finds a form written anew, with its length and type", async () => {
  const form = new FormData();
  form.append("a", "b");
  await fetch(`http://127.0.0.1:${port}/sign-in`, { method: "POST", body: form });
  const [one] = received;
  const again = new Response(one?.body, { headers: { "content-type": one?.type ?? "" } });
  expect([...(await again.formData())]).toEqual([["a", "b"]]);
  expect(one?.length).toBe(`${one?.body.length}`);
});

it.each([
  [
    "arguments of an action that are none",
    "text/plain",
    "[".repeat(20_000) + "]".repeat(20_000),
    { "next-action": "x" },
  ],
  ["an action without arguments", "", "", { "next-action": "x" }],
  ["half a form", "multipart/form-data; boundary=x", "--x\r\n", {}],
  ["no JSON", "application/json", "{", {}],
])("[WF-08] %s: 400, and goes no further", async (_, type, body, headers) => {
  expect((await post("/sign-in", type, body, headers as Record<string, string>)).status).toBe(400);
  expect(received).toEqual([]);
});

it("[WF-11] a sender who gives up half-way leaves nothing behind", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100\r\n\r\nx");
  await new Promise((resolve) => server.once("request", resolve));
  socket.destroy();
  expect((await post("/", "text/plain", "x")).status).toBe(200);
  expect(received.map(({ body }) => body)).toEqual(["x"]);
});

it("[WF-11] what does not arrive within half a minute is cut off by Node", () => {
  expect([server.requestTimeout, server.headersTimeout]).toEqual([30_000, 30_000]);
});
