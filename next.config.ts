import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // A native module, and libraries whose own dynamic requires a bundler cannot follow.
  serverExternalPackages: ["@node-rs/argon2", "rate-limiter-flexible", "ioredis", "nodemailer", "twilio"],
  experimental: { serverActions: { bodySizeLimit: "64kb" } },
};

export default config;
