import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants";

const config = (phase: string): NextConfig => ({
  // Pages of development end in `.dev.tsx`: `next build` does not see them, whatever NODE_ENV says.
  pageExtensions: [...(phase === PHASE_DEVELOPMENT_SERVER ? ["dev.tsx"] : []), "tsx", "ts"],
  poweredByHeader: false,
  // No picture needs it, and it would fetch addresses a visitor names.
  images: { unoptimized: true },
  // A native module, and libraries whose own dynamic requires a bundler cannot follow.
  serverExternalPackages: ["@node-rs/argon2", "rate-limiter-flexible", "ioredis", "nodemailer", "twilio"],
  // Kits of single wallets that wagmi can load on demand. None is used – wallets are found in the browser (EIP-6963) – and
  // none is shipped: MetaMask's has no open licence, Base's needs packages that are not there.
  turbopack: {
    resolveAlias: Object.fromEntries(
      [
        "@metamask/sdk",
        "@base-org/account",
        "@coinbase/wallet-sdk",
        "@gemini-wallet/core",
        "@safe-global/safe-apps-sdk",
        "@safe-global/safe-apps-provider",
        "porto",
        "porto/internal",
        "@reown/appkit/core",
      ].map((kit) => [kit, "./components/wallets/no-kit.ts"]),
    ),
  },
  experimental: { serverActions: { bodySizeLimit: "64kb" } },
});

export default config;
