import "server-only";
import { z } from "zod";
import { checkWallet } from "@/lib/access/wallet-restrictions";
import { fail, ok } from "@/lib/errors";
import { chainName } from "@/lib/security/chains";
import { newNonce } from "@/lib/security/keys";
import { offeredWallets } from "@/lib/settings/wallet";
import { findWallet, type Wallet } from "@/lib/users/wallets";
import { noteChallenge, spendChallenge } from "./ceremonies";
import type { Flow, Strategy } from "./strategy";

/** Contract wallets sign with more than a key does: what they are deployed with comes along (ERC-6492). */
const SIGNATURE_MAX = 16_384;

const proof = z.object({
  message: z
    .string("Try again.")
    .min(1, "Try again.")
    .max(2048, "Try again.")
    // A form sends each line break as two characters (HTML, multipart/form-data); what was signed has one (ERC-4361).
    .transform((text) => text.replaceAll("\r\n", "\n")),
  signature: z
    .string("Try again.")
    .max(SIGNATURE_MAX, "Try again.")
    .regex(/^0x([0-9a-fA-F]{2})+$/, "This is not what a wallet answers. Try again.")
    .transform((hex) => hex as `0x${string}`),
});

/* siwe brings ethers along: both are loaded by whoever reaches for a wallet, not with every page. */
const messages = () => import("@/lib/security/wallet-message");
const signatures = () => import("@/lib/security/wallet-signature");

const STATEMENTS: Partial<Record<Flow, string>> = {
  "wallet-sign-in": "Sign in to {app}.",
  "step-up": "Confirm at {app} that it is you.",
  "add-wallet": "Add this wallet to your account at {app}.",
};

/** A wallet signs a message of ours (Sign-In with Ethereum, ERC-4361). */
export const wallet: Strategy<z.infer<typeof proof>> = {
  id: "wallet",
  factor: "first",
  identifiers: ["wallet"],
  provesIdentifier: false,
  enabled: (settings, flow) => flow in STATEMENTS && offeredWallets(settings).length > 0,
  proof,

  /** The message for the attempt's `signer`; only its hash is stored. */
  async start(context) {
    const { attempt, settings, now } = context;
    const { signer } = attempt.data;
    if (!signer) return fail("wallet_unavailable");
    const { chains } = settings.wallet;
    if (!chains.includes(signer.chainId)) {
      return fail("wallet_chain_not_allowed", { details: { networks: chains.map(chainName).join(", ") } });
    }
    const { statementOf, writeMessage } = await messages();
    const statement = statementOf(STATEMENTS[attempt.flow] ?? "", settings.branding.appName);
    const message = writeMessage({ ...signer, statement, nonce: newNonce(), now });
    await noteChallenge({ ...context, strategy: "wallet" }, message);
    return ok({ kind: "wallet", message });
  },

  async verify(context, { message, signature }) {
    const { attempt, now, settings } = context;
    const [{ checkMessage }, { checkSignature }] = await Promise.all([messages(), signatures()]);
    const claim = checkMessage(message, { chains: settings.wallet.chains, now });
    if (!claim.ok) return claim;
    // Spent whole, before anybody is asked about the signature: of many answers to it, one is looked at.
    if (!(await spendChallenge({ ...context, strategy: "wallet" }, message))) return fail("wallet_refused");
    const signed = await checkSignature(message, signature, claim.data);
    if (!signed.ok) return signed;
    const { contractOn } = signed.data;
    const proved = { address: claim.data.address, contractOn, app: attempt.data.signer?.app ?? "other" };
    const known = await findWallet(proved.address);
    if (known && contractOn !== null && known.contractOn !== contractOn) return otherChain(known);
    const allowed = known ? ok() : checkWallet(settings, proved.address);
    if (!allowed.ok) return allowed;
    if (attempt.flow === "add-wallet") return ok({ wallet: proved });
    if (attempt.userId && known?.userId !== attempt.userId) return fail("wallet_refused");
    return ok(known ? { userId: known.userId, wallet: proved } : { wallet: proved });
  },
};

/**
 * A contract speaks for an address on its own chain only: on another, whoever deploys there first has the same address.
 * For a wallet that signs with a key no contract speaks at all.
 */
const otherChain = ({ contractOn }: Wallet) =>
  contractOn === null
    ? fail("wallet_refused")
    : fail("wallet_other_chain", { details: { network: chainName(contractOn) } });
