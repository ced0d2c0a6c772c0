import { lookup as systemLookup } from "node:dns";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createGuardedFetch, OutboundError, RESPONSE_MAX_BYTES } from "./outbound";
import { isAllowedAddress, isLoopbackHost } from "./outbound-address";

const stops: (() => unknown)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Counts who connects; answers nobody. */
async function startListener() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function startSite(answer: RequestListener) {
  const server = createHttpServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}
async function site(answer: RequestListener): Promise<string> {
  const { url, stop } = await startSite(answer);
  stops.push(stop);
  return url;
}

const strict = createGuardedFetch({ loopback: false });
const local = createGuardedFetch({ loopback: true });
/** Names resolve to what a list says, one entry a question, the last for good. */
const resolver = (...answers: string[][]): { lookup: LookupFunction; questions: () => number } => {
  let questions = 0;
  const lookup: LookupFunction = (_, __, done) => {
    const addresses = answers[Math.min(questions, answers.length - 1)] ?? [];
    questions += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { lookup, questions: () => questions };
};
const codeOf = async (answer: Promise<unknown>) => {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OutboundError);
  return (error as OutboundError).code;
};

describe("[OA-09] an address inside is refused before anything is sent there", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "①②⑦.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "0.0.0.0",
    "[::]",
    "localhost",
  ])("https://%s", async (host) => {
    const { port, connections } = await startListener();
    expect(await codeOf(strict(`https://${host}:${port}/`))).toBe("forbidden-address");
    expect(connections()).toBe(0);
  });

  it("a listener that may be reached sees the connection", async () => {
    const { port, connections } = await startListener();
    for (const host of ["127.0.0.1", "localhost"])
      expect(await codeOf(local(`https://${host}:${port}/`))).toBe("unreachable");
    expect(connections()).toBe(2);
  });

  it.each([
    ["10.0.0.1"],
    ["172.16.0.1"],
    ["192.168.1.1"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["224.0.0.1"],
    ["255.255.255.255"],
    ["198.18.0.1"],
    ["192.0.2.1"],
    ["fe80::1"],
    ["fec0::1"],
    ["fc00::1"],
    ["fd00:ec2::254"],
    ["ff02::1"],
    ["64:ff9b:1::a00:1"],
    ["2001::1"],
    ["::ffff:0:127.0.0.1"],
    ["::7f00:1"],
    ["4000::1"],
    ["not an address"],
  ])("%s, whether this machine is allowed or not", (address) => {
    for (const loopback of [true, false]) expect(isAllowedAddress(address, loopback)).toBe(false);
  });

  it.each(["8.8.8.8", "2606:4700::1111"])("%s is nobody's inside", (address) => {
    expect(isAllowedAddress(address, false)).toBe(true);
  });

  it.each([
    ["one private address", [["127.0.0.1"]]],
    ["a private address behind a public one", [["8.8.8.8", "127.0.0.1"]]],
    ["a mapped address", [["::ffff:127.0.0.1"]]],
    ["no address", [[]]],
  ])("a name with %s", async (_, answers) => {
    const { port, connections } = await startListener();
    const fetch = createGuardedFetch({ ...resolver(...answers), loopback: false });
    expect(await codeOf(fetch(`https://idp.example:${port}/`))).toBe("forbidden-address");
    expect(connections()).toBe(0);
  });

  it("a name that was public when it was typed and is private when it is used", async () => {
    const { port, connections } = await startListener();
    const { lookup, questions } = resolver(["8.8.8.8"], ["127.0.0.1"]);
    const typed = await new Promise<string>((seen) =>
      lookup("idp.example", { all: true }, (_, found) => seen((found as { address: string }[])[0]?.address ?? "")),
    );
    expect(isAllowedAddress(typed, false)).toBe(true);
    const fetch = createGuardedFetch({ lookup, loopback: false });
    expect(await codeOf(fetch(`https://idp.example:${port}/`))).toBe("forbidden-address");
    // One question for one connection: what was judged is what is connected to.
    expect(questions()).toBe(2);
    expect(connections()).toBe(0);
  });
});

describe("[OA-09] https only", () => {
  it.each(["http://idp.example/", "ftp://idp.example/", "file:///etc/passwd", "data:,x", "not a URL", "//idp.example"])(
    "%s",
    async (url) => {
      expect(await codeOf(strict(url))).toBe("not-https");
      expect(await codeOf(local(url))).toBe("not-https");
    },
  );

  it("http on this machine, where that is allowed", async () => {
    const url = await site((_, response) => response.end("hello"));
    expect(await (await local(url)).text()).toBe("hello");
    expect(await (await local(url.replace("127.0.0.1", "localhost"))).text()).toBe("hello");
    expect(await codeOf(strict(url))).toBe("not-https");
  });

  it("no credentials in the address", async () => {
    expect(await codeOf(strict("https://user:word@idp.example/"))).toBe("forbidden-address");
  });

  it.each([
    ["localhost", true],
    ["app.localhost", true],
    ["127.0.0.1", true],
    ["[::1]", true],
    ["localhost.example.com", false],
    ["notlocalhost", false],
    ["0.0.0.0", false],
    ["[::ffff:7f00:1]", false],
    ["example.com", false],
  ])("%s is this machine: %s", (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});

describe("[OA-09] redirects are not followed", () => {
  it.each([301, 302, 303, 307, 308])("%i", async (status) => {
    let asked = 0;
    const url = await site((_, response) => {
      asked += 1;
      response.writeHead(status, { location: "/elsewhere" }).end();
    });
    for (const redirect of ["follow", "manual", "error"] as const)
      expect(await codeOf(local(url, { redirect }))).toBe("redirected");
    expect(asked).toBe(3);
  });
});

describe("[OA-08 OA-09] what answers badly", () => {
  it.each<[string, RequestListener]>([
    ["10 MB", (_, response) => response.end(Buffer.alloc(10 * RESPONSE_MAX_BYTES))],
    ["a byte too much", (_, response) => response.end(Buffer.alloc(RESPONSE_MAX_BYTES + 1))],
    [
      "a few kilobytes that unpack to 10 MB",
      (_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(10 * RESPONSE_MAX_BYTES))),
    ],
    [
      "without end, and packed so that nothing comes out",
      (_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        const empty = gzipSync("");
        const more = () => response.destroyed || response.write(Buffer.concat(Array(1000).fill(empty)), more);
        more();
      },
    ],
  ])("too long: %s", async (_, answer) => {
    expect(await codeOf(local(await site(answer)))).toBe("too-large");
  });

  it("1 MB is not too long, packed or not", async () => {
    const body = Buffer.alloc(RESPONSE_MAX_BYTES, "x");
    const plain = await local(await site((_, response) => response.end(body)));
    const packed = await local(
      await site((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(body))),
    );
    for (const response of [plain, packed]) expect((await response.text()).length).toBe(RESPONSE_MAX_BYTES);
    expect(packed.headers.get("content-encoding")).toBeNull();
  });

  it("not at all", async () => {
    const { url, stop } = await startSite((_, response) => response.end());
    stop();
    expect(await codeOf(local(url))).toBe("unreachable");
  });

  it("a name nobody knows", async () => {
    const fetch = createGuardedFetch({ lookup: (_, __, done) => done(new Error("ENOTFOUND"), []), loopback: false });
    expect(await codeOf(fetch("https://idp.example/"))).toBe("unreachable");
  });

  it("hangs up in the middle", async () => {
    const url = await site((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("x");
      setImmediate(() => response.destroy());
    });
    expect(await codeOf(local(url))).toBe("unreachable");
  });
});

describe("[OA-08 OA-09] what takes too long", { concurrent: true }, () => {
  it.each<[string, number, RequestListener]>([
    ["no headers", 5, () => undefined],
    ["a body that never ends", 8, (_, response) => void response.writeHead(200).write("x")],
  ])("%s: %i s", async (_, seconds, answer) => {
    const { url, stop } = await startSite(answer);
    const begun = performance.now();
    expect(await codeOf(local(url))).toBe("timeout");
    expect(performance.now() - begun).toBeGreaterThan(seconds * 1000 - 100);
    expect(performance.now() - begun).toBeLessThan(seconds * 1000 + 2500);
    stop();
  });
});

it("passes on what was asked, and hands back status, headers and body", async () => {
  const url = await site(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, headers } = request;
    response
      .writeHead(401, { "x-own": "yes" })
      .end(JSON.stringify([method, headers["content-type"], headers["content-length"], `${Buffer.concat(chunks)}`]));
  });
  const body = new URLSearchParams({ code: "a b" });
  for (const response of [
    await local(url, { method: "POST", body }),
    await local(new Request(url, { method: "POST", body })),
    await local(new URL(url), { method: "POST", body }),
  ]) {
    expect([response.status, response.headers.get("x-own")]).toEqual([401, "yes"]);
    expect(await response.json()).toEqual(["POST", "application/x-www-form-urlencoded;charset=UTF-8", "8", "code=a+b"]);
  }
});

it("ends when its caller gives up", async () => {
  const url = await site(() => undefined);
  const reason = new Error("enough");
  const caller = new AbortController();
  const answer = local(url, { signal: caller.signal });
  caller.abort(reason);
  await expect(answer).rejects.toBe(reason);
});

it("looks names up as the system does, when nobody says otherwise", async () => {
  const url = await site((_, response) => response.end("hello"));
  const fetch = createGuardedFetch({ lookup: systemLookup as LookupFunction, loopback: true });
  expect(await (await fetch(url.replace("127.0.0.1", "localhost"))).text()).toBe("hello");
});
