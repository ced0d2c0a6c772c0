import type { StrategyId } from "@/lib/strategies/strategy";

/** What each method is called where a person chooses one. A strategy without words does not compile. */
export const methodLabels: Record<StrategyId, { label: string; description: string }> = {
  "email-code": { label: "Email me a code", description: "A 6-digit code, sent to your address" },
  "email-link": { label: "Email me a link", description: "A link that signs you in, sent to your address" },
  "phone-code": { label: "Text me a code", description: "A 6-digit code, sent to your phone" },
  passkey: { label: "Use a passkey", description: "Your fingerprint, face or screen lock" },
  oauth: { label: "Use a connected account", description: "An account elsewhere that you have connected" },
  enterprise: { label: "Use your organisation’s sign-in", description: "The account your organisation gave you" },
  wallet: { label: "Use your wallet", description: "Sign a message with it; nothing is paid" },
  totp: { label: "Use your authenticator app", description: "The 6-digit code it shows" },
  "backup-code": { label: "Use a backup code", description: "One of the codes you kept" },
  password: { label: "Use your password", description: "The password you chose for this account" },
};
