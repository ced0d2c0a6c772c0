import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";

const PASSWORD = "correct horse ✓ naïve";
const hash = createHash("sha1").update(PASSWORD.normalize("NFKC")).digest("hex").toUpperCase();
const REST = hash.slice(5);
const other = (digit: string) => digit.repeat(35);

let stop: () => unknown = () => undefined;
afterEach(() => {
  stop();
  vi.unstubAllEnvs();
});

/** Speaks the range API on loopback. @param answer a body, or what to do instead. */
async function startService(answer: string | ((request: IncomingMessage, response: ServerResponse) => void)) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push([request.method, request.url, ...request.rawHeaders].join("\n"));
    if (typeof answer === "string") response.end(answer);
    else answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  vi.stubEnv("BREACHED_PASSWORDS_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.resetModules();
  return { requests, ...(await import("./breached-passwords")) };
}

it.each([
  ["leaked", `${other("0")}:3\r\n${REST}:42\r\n${other("F")}:1`, true],
  ["leaked once, lines ending otherwise", `${REST}:1\n${other("F")}:1\n`, true],
  ["not among them", `${other("0")}:3\r\n${other("F")}:1`, false],
  ["there as padding only", `${other("0")}:3\r\n${REST}:0`, false],
  ["almost one of them", `${REST.slice(0, 34)}${REST.endsWith("0") ? 1 : 0}:3`, false],
  ["looked up where nothing answers", "", "unknown"],
  ["looked up where a page answers", "<!doctype html><p>Welcome to the hotel's network.", "unknown"],
  ["looked up where a page is among the lines", `${REST}:42\r\n<p>oops`, "unknown"],
  ["looked up where the numbers are none", `${REST}:many`, "unknown"],
])("[PW-06] a password that is %s", async (_, body, expected) => {
  const { isBreached } = await startService(body);
  expect(await isBreached(PASSWORD)).toBe(expected);
});

it.each([429, 500, 503, 204])("[PW-06] is unknown after an answer of %i", async (status) => {
  const { isBreached } = await startService((_, response) => response.writeHead(status).end(`${REST}:42`));
  expect(await isBreached(PASSWORD)).toBe("unknown");
});

it("[PW-06] is unknown when the service points elsewhere", async () => {
  const { isBreached, requests } = await startService((_, response) =>
    response.writeHead(302, { location: "/range/00000" }).end(),
  );
  expect(await isBreached(PASSWORD)).toBe("unknown");
  expect(requests).toHaveLength(1);
});

it("[PW-06] is unknown when nobody is there", async () => {
  const { isBreached } = await startService("");
  stop();
  expect(await isBreached(PASSWORD)).toBe("unknown");
});

it.each([
  ["answers nothing", () => undefined],
  ["stops in the middle", (_: unknown, response: ServerResponse) => void response.write(`${REST}:42\r\n`)],
])("[PW-06] waits a second for a service that %s", async (_, answer) => {
  const { isBreached } = await startService(answer);
  const begun = performance.now();
  expect(await isBreached(PASSWORD)).toBe("unknown");
  expect(performance.now() - begun).toBeGreaterThan(900);
  expect(performance.now() - begun).toBeLessThan(2000);
});

it("[PW-06] tells the service five characters of the hash, and asks for padding", async () => {
  const { isBreached, requests } = await startService(`${REST}:42`);
  await isBreached(PASSWORD);
  expect(requests).toHaveLength(1);
  const [sent = ""] = requests;
  expect(sent).toMatch(new RegExp(`^GET\\n/range/${hash.slice(0, 5)}\\n`));
  expect(sent.toLowerCase()).toContain("add-padding\ntrue");
  expect(sent.toUpperCase()).not.toContain(hash.slice(0, 6));
  expect(sent).not.toMatch(/horse|na%C3/);
});

it("[PW-05 PW-06] looks up one form, however it is typed", async () => {
  const { isBreached, requests } = await startService(`${REST}:42`);
  for (const form of ["NFC", "NFD"]) expect(await isBreached(PASSWORD.normalize(form))).toBe(true);
  expect(new Set(requests.map((sent) => sent.split("\n")[1])).size).toBe(1);
});
