import "server-only";
import {
  BaseError,
  ExecutionRevertedError,
  encodeDeployData,
  erc6492SignatureValidatorAbi,
  erc6492SignatureValidatorByteCode,
  type Hex,
  hashMessage,
  hexToBigInt,
  hexToBool,
  isAddressEqual,
  type PublicClient,
  recoverAddress,
  slice,
  zeroAddress,
} from "viem";
import { fail, ok, type Result } from "@/lib/errors";
import { chainNode } from "./chain-node";
import { chainName } from "./chains";
import type { WalletClaim } from "./wallet-message";

/** Of each of the two questions to a node, so that whoever waits has an answer within 10 s (W3-06). */
const TIMEOUT_MS = 4000;

/**
 * Whether the wallet of an address has signed a message: by its own key, which no network is asked about, or, of a
 * contract, by what its code on that chain says (ERC-1271; not yet deployed, ERC-6492).
 * @returns `contractOn`, the chain whose contract answered, null for a key; `wallet_refused` for another's signature;
 * `wallet_contract_unchecked` where the chain could not be asked. Never a yes without an answer.
 */
export async function checkSignature(
  message: string,
  signature: Hex,
  { address, chainId }: WalletClaim,
): Promise<Result<{ contractOn: number | null }>> {
  const hash = hashMessage(message);
  const signer = await signerOf(hash, signature);
  if (signer && isAddressEqual(signer, address))
    return isCanonical(signature) ? ok({ contractOn: null }) : fail("wallet_refused");
  // Nobody's: what can't be recovered looks like it to a contract that does not take care.
  if (isAddressEqual(address, zeroAddress)) return fail("wallet_refused");
  const said = await askChain(chainId, { address, hash, signature });
  if (said === "unknown") return fail("wallet_contract_unchecked", { details: { network: chainName(chainId) } });
  return said === "yes" ? ok({ contractOn: chainId }) : fail("wallet_refused");
}

/** A key signs with 65 bytes (ERC-191): r, s, and which of two keys it was. */
const KEY_SIGNATURE = /^0x[0-9a-f]{130}$/i;

/** @returns whose key has signed; null for what is no signature of a key. */
async function signerOf(hash: Hex, signature: Hex): Promise<Hex | null> {
  if (!KEY_SIGNATURE.test(signature)) return null;
  try {
    return await recoverAddress({ hash, signature });
  } catch {
    return null;
  }
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
/** Of the two that anybody can make of one signature, the one that keys make (EIP-2). */
const isCanonical = (signature: Hex) => hexToBigInt(slice(signature, 32, 64)) <= HALF_ORDER;

interface Question {
  address: Hex;
  hash: Hex;
  signature: Hex;
}
type Answer = "yes" | "no" | "unknown";

async function askChain(chainId: number, question: Question): Promise<Answer> {
  const node = chainNode(chainId, { timeout: TIMEOUT_MS });
  if (!node) return "unknown";
  try {
    const answering = await node.getChainId();
    if (answering === chainId) return await askContract(node, question);
    console.error("The node of a chain answers for another.", { chain: chainId, answering });
  } catch (error) {
    // The whole of its words would name the node's address, which may hold a key.
    const why = error instanceof BaseError ? error.shortMessage : "Its answer could not be read.";
    console.error("The node of a chain could not be asked about a wallet.", { chain: chainId, why });
  }
  return "unknown";
}

/**
 * Runs the validator of ERC-6492 without deploying it. viem's own `verifyMessage` answers "no" for a node that fails, too.
 * @throws whatever kept the node from an answer of the contract's.
 */
async function askContract(node: PublicClient, { address, hash, signature }: Question): Promise<Answer> {
  const data = encodeDeployData({
    abi: erc6492SignatureValidatorAbi,
    args: [address, hash, signature],
    bytecode: erc6492SignatureValidatorByteCode,
  });
  try {
    const answer = await node.call({ data });
    return hexToBool(answer.data ?? "0x") ? "yes" : "no";
  } catch (error) {
    if (isOfContract(error)) return "no";
    throw error;
  }
}

/** A contract that stops the call, or burns all there is to burn, has not said yes. */
const isOfContract = (error: unknown) =>
  error instanceof BaseError &&
  (error.walk((cause) => cause instanceof ExecutionRevertedError) !== null || /out of ?gas/i.test(error.details));
