import type { ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { Hex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalChain, startChain } from "@/e2e/peers/chain";
import { ownedWallet } from "@/e2e/peers/contract-wallets";
import { type Loopback, serveOnLoopback } from "@/e2e/peers/loopback";
import { freshWallet } from "@/lib/flows/test-wallets";
import { checkSignature } from "./wallet-signature";

/* F-10: the node of a chain fails, in every way a node does. */

const MESSAGE = "words to sign";
const ID = 31_337;
const owner = freshWallet();

let chain: LocalChain;
let wallet: Hex;
let node: Loopback | undefined;
beforeAll(async () => {
  chain = await startChain(ID);
  wallet = await ownedWallet(chain, owner.address);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await node?.stop();
});
afterAll(() => chain.stop());

interface Call {
  id: number;
  method: string;
}
type Failure = (response: ServerResponse, call: Call) => void;

/** A node that is as it should be, but fails when it is asked about a contract. */
async function failingNode(failure: Failure, method = "eth_call"): Promise<void> {
  node = await serveOnLoopback(async (request, response) => {
    const call = (await json(request)) as Call;
    if (call.method === method) return failure(response, call);
    const answer = await fetch(chain.url, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(call) });
    response.writeHead(answer.status, JSON_TYPE).end(await answer.text());
  });
  vi.stubEnv(`RPC_URL_${ID}`, node.url);
}

const JSON_TYPE = { "content-type": "application/json" };
const answer = (response: ServerResponse, status: number, body: unknown) =>
  void response.writeHead(status, JSON_TYPE).end(JSON.stringify(body));
const result =
  (value: unknown): Failure =>
  (response, { id }) =>
    answer(response, 200, { jsonrpc: "2.0", id, result: value });
const problem =
  (code: number, message: string, status = 200): Failure =>
  (response, { id }) =>
    answer(response, status, { jsonrpc: "2.0", id, error: { code, message } });

async function verdict(signature?: Hex) {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const checked = await checkSignature(MESSAGE, signature ?? (await owner.signMessage({ message: MESSAGE })), {
    address: wallet,
    chainId: ID,
  });
  // An address of a node may hold a key of the operator's.
  expect(JSON.stringify(said.mock.calls)).not.toContain("127.0.0.1");
  said.mockRestore();
  return checked.ok ? checked.data : checked.error.code;
}

const failures: Record<string, Failure> = {
  "HTTP 500": (response) => void response.writeHead(500).end("Internal Server Error"),
  "HTTP 429": (response) => void response.writeHead(429).end("Too Many Requests"),
  "HTTP 403": (response) => void response.writeHead(403, JSON_TYPE).end("{}"),
  "HTTP 502 with a page": (response) => void response.writeHead(502).end("<html>Bad Gateway</html>"),
  "a page": (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>Hello</html>"),
  "half an answer": (response) => void response.writeHead(200, JSON_TYPE).end('{"jsonrpc":"2.0","res'),
  nothing: (response) => void response.writeHead(200).end(),
  "a hang-up": (response) => void response.destroy(),
  "an empty object": (response) => answer(response, 200, {}),
  null: result(null),
  "no bytes": result("0x"),
  "words for bytes": result("true"),
  "a number that is neither yes nor no": result("0x02"),
  "a list": result(["0x01"]),
  "a yes of 70 KB": result(`0x${"00".repeat(35_000)}01`),
  "rate limit": problem(-32005, "rate limit exceeded"),
  "rate limit, HTTP 429": problem(-32005, "rate limit exceeded", 429),
  "quota of the plan": problem(-32000, "daily request count exceeded"),
  "internal error": problem(-32603, "Internal error"),
  "method not found": problem(-32601, "the method eth_call does not exist"),
  "a chain that is not there yet": problem(-32000, "header not found"),
  "a timeout of its own": problem(-32002, "execution aborted (timeout = 5s)"),
};

describe("[W3-06] a node that fails", () => {
  it.each(Object.keys(failures))("%s is neither a yes nor a no", async (name) => {
    await failingNode(failures[name] as Failure);
    expect(await verdict()).toBe("wallet_contract_unchecked");
  });

  it.each(Object.keys(failures))("%s for the id of its chain is neither, too", async (name) => {
    await failingNode(failures[name] as Failure, "eth_chainId");
    expect(await verdict()).toBe("wallet_contract_unchecked");
  });

  it("is no word of the contract's, which a node passes on as an error as well", async () => {
    const reverts = [
      problem(3, "execution reverted"),
      problem(3, "execution reverted", 500),
      problem(-32000, "execution reverted: no"),
      problem(-32000, "out of gas"),
    ];
    for (const revert of reverts) {
      await failingNode(revert);
      expect(await verdict()).toBe("wallet_refused");
      await node?.stop();
    }
  });

  it("of another chain is not believed", async () => {
    await failingNode(result("0x1"), "eth_chainId");
    expect(await verdict()).toBe("wallet_contract_unchecked");
  });

  it("does not send the question elsewhere", async () => {
    let asked = 0;
    const elsewhere = await serveOnLoopback((_, response) => {
      asked++;
      result("0x01")(response, { id: 1, method: "" });
    });
    for (const method of ["eth_chainId", "eth_call"]) {
      await failingNode((response) => void response.writeHead(307, { location: elsewhere.url }).end(), method);
      expect(await verdict()).toBe("wallet_contract_unchecked");
      await node?.stop();
    }
    await elsewhere.stop();
    expect(asked).toBe(0);
  });

  it("that is gone, or that never was one, is neither", async () => {
    for (const url of ["http://127.0.0.1:9", "ws://127.0.0.1:9", "not an address"]) {
      vi.stubEnv(`RPC_URL_${ID}`, url);
      expect(await verdict()).toBe("wallet_contract_unchecked");
    }
  });

  it("that takes all the time there is keeps nobody for ten seconds", async () => {
    const late = 3_500;
    node = await serveOnLoopback(async (request, response) => {
      const call = (await json(request)) as Call;
      if (call.method === "eth_chainId")
        return void setTimeout(() => result(`0x${ID.toString(16)}`)(response, call), late);
      // Begins to answer, and never ends.
      response.writeHead(200, JSON_TYPE).write('{"jsonrpc":');
    });
    vi.stubEnv(`RPC_URL_${ID}`, node.url);
    const began = performance.now();
    expect(await verdict()).toBe("wallet_contract_unchecked");
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(late);
    expect(took).toBeLessThan(10_000);
  });

  it("and works again is asked again", async () => {
    await failingNode(problem(-32603, "Internal error"));
    expect(await verdict()).toBe("wallet_contract_unchecked");
    vi.stubEnv(`RPC_URL_${ID}`, chain.url);
    expect(await verdict()).toEqual({ contractOn: ID });
  });
});
