import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { createTestClient, getAddress, type Hex, http, parseEther, publicActions, walletActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { contract } from "./contracts/compile";

/** A chain of this machine. Every transaction is a block of its own at once. */
export interface LocalChain {
  id: number;
  /** Where its node answers. */
  url: string;
  /** Deploys a contract of `contracts/`. @returns its address. */
  deploy(name: string, args?: unknown[]): Promise<Hex>;
  /** Puts a contract at an address, without its constructor. */
  place(name: string, address: Hex): Promise<void>;
  /** Calls a contract in a transaction. @param from whose it is; any address, no key needed. */
  transact(name: string, address: Hex, method: string, args: unknown[], from?: Hex): Promise<void>;
  /** @returns what a contract answers. */
  ask<Answer>(name: string, address: Hex, method: string, args: unknown[]): Promise<Answer>;
  /** Has an account run the code of a contract (EIP-7702). */
  delegate(account: Hex, to: Hex): Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 20_000;

/** Starts a chain on a free port of loopback. @param id its EIP-155 id. */
export async function startChain(id: number): Promise<LocalChain> {
  const { child, url } = await startAnvil(id);
  // Of this chain alone, so that no contract of it lies where one of another run lay.
  const account = privateKeyToAccount(generatePrivateKey());
  const client = createTestClient({ mode: "anvil", account, transport: http(url), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
  await client.setBalance({ address: account.address, value: parseEther("1000") });

  async function mined(hash: Hex) {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`The transaction ${hash} failed.`);
    return receipt;
  }

  return {
    id,
    url,
    async deploy(name, args) {
      const { abi, bytecode } = await contract(name);
      const { contractAddress } = await mined(await client.deployContract({ abi, bytecode, args, chain: null }));
      if (!contractAddress) throw new Error(`${name} was not deployed.`);
      return getAddress(contractAddress);
    },
    async place(name, address) {
      await client.setCode({ address, bytecode: (await contract(name)).deployed });
    },
    async transact(name, address, functionName, args, from) {
      const { abi } = await contract(name);
      const call = { abi, address, functionName, args, chain: null };
      if (!from) return void (await mined(await client.writeContract(call)));
      await client.impersonateAccount({ address: from });
      await client.setBalance({ address: from, value: parseEther("1") });
      await mined(await client.writeContract({ ...call, account: from }));
    },
    async ask<Answer>(name: string, address: Hex, functionName: string, args: unknown[]) {
      const { abi } = await contract(name);
      return (await client.readContract({ abi, address, functionName, args })) as Answer;
    },
    delegate: (account, to) => client.setCode({ address: account, bytecode: `0xef0100${to.slice(2)}` }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const require = createRequire(import.meta.url);

/** The program itself and not its launcher, so that what is stopped is what runs. */
function program(): string {
  const launcher = require.resolve("@foundry-rs/anvil/package.json");
  const processor = process.arch === "x64" ? "amd64" : process.arch;
  const file = process.platform === "win32" ? "anvil.exe" : "anvil";
  return createRequire(launcher).resolve(`@foundry-rs/anvil-${process.platform}-${processor}/bin/${file}`);
}

async function startAnvil(id: number): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(program(), ["--host", "127.0.0.1", "--port", "0", "--chain-id", `${id}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  const late = setTimeout(kill, READY_WITHIN_MS);
  try {
    for await (const line of createInterface(child.stdout)) {
      const address = /^Listening on (\S+)/.exec(line)?.[1];
      if (!address) continue;
      // Nobody reads on, and a pipe that is full would stop it.
      child.stdout.resume();
      return { child, url: `http://${address}` };
    }
    throw new Error("The chain ended instead of starting.");
  } finally {
    clearTimeout(late);
  }
}
