import { readFileSync } from "node:fs";
import type { Abi, Hex } from "viem";

export interface Contract {
  abi: Abi;
  /** What deploys it, without the constructor's arguments. */
  bytecode: Hex;
  /** What lies at its address when it is deployed. */
  deployed: Hex;
}

const FILES = ["Wallets.sol", "Names.sol"];
const source = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
let compiled: Promise<Map<string, Contract>> | undefined;

/** @returns a contract of this folder, compiled here: no bytecode lies about that nobody can read. */
export async function contract(name: string): Promise<Contract> {
  compiled ??= compile();
  const found = (await compiled).get(name);
  if (!found) throw new Error(`There is no contract ${name}.`);
  return found;
}

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, Compiled>>;
}
interface Compiled {
  abi: Abi;
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } };
}

async function compile(): Promise<Map<string, Contract>> {
  const { default: solc } = await import("solc");
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(FILES.map((file) => [file, { content: source(file) }])),
    settings: { outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } } },
  };
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input)));
  const wrong = output.errors?.filter(({ severity }) => severity === "error") ?? [];
  if (wrong.length > 0) throw new Error(wrong.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const all = Object.values(output.contracts ?? {}).flatMap((file) => Object.entries(file));
  return new Map(
    all.map(([name, { abi, evm }]) => [
      name,
      { abi, bytecode: `0x${evm.bytecode.object}`, deployed: `0x${evm.deployedBytecode.object}` },
    ]),
  );
}
