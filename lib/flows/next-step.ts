import type { Flow } from "@/lib/strategies/strategy";

/** What a journey asks for next. */
export type NextStep =
  | { step: "verify"; flow: Flow }
  | { step: "continue" }
  | { step: "second-factor"; flow: Flow }
  | { step: "enrolment"; flow: Flow }
  | { step: "new-password" }
  | { step: "link-opened"; flow: Flow; where: "here" | "elsewhere"; next: string }
  /** What a provider answered led nowhere; the page says why. */
  | { step: "sso-stopped"; problem: string; connection: string }
  | { step: "done"; redirectTo: string };

/** Off to the provider of a connection; the journey is in this browser's cookie. */
export interface Leave {
  step: "provider";
  connection: string;
  /** The address somebody has typed already, for the provider not to ask again. */
  loginHint?: string;
}

const VERIFY_PATHS: Record<Flow, string> = {
  "sign-in": "/sign-in/verify",
  "sign-up": "/sign-up/verify",
  "reset-password": "/reset-password/verify",
  "step-up": "/step-up",
  "add-identifier": "/profile/verify",
  "add-second-factor": "/profile/security/authenticator",
  "passkey-sign-in": "/sign-in",
  "add-passkey": "/profile/security",
  sso: "/sso",
  "wallet-sign-in": "/sign-in",
  "add-wallet": "/profile",
};

/** Where people land when nothing else was asked for. */
export const HOME_PATH = "/dashboard";

/** @returns the page of a step. */
export function pathOf(next: NextStep): string {
  switch (next.step) {
    case "verify":
      return VERIFY_PATHS[next.flow];
    case "continue":
      return "/sign-up/continue";
    case "second-factor":
      return `/second-factor/${next.flow}`;
    case "enrolment":
      return `/second-factor/${next.flow}/enrol`;
    case "new-password":
      return "/reset-password/new";
    case "link-opened":
      return `/email-link/opened?${new URLSearchParams({ flow: next.flow, where: next.where, next: next.next })}`;
    case "sso-stopped":
      return `/sso?${new URLSearchParams({ problem: next.problem, connection: next.connection })}`;
    case "done":
      return next.redirectTo;
  }
}
