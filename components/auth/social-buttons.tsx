import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { ContinueButtons, type ContinueOption } from "./continue-buttons";
import { FormMessage } from "./form-message";

interface SocialButtonsProps {
  /** Takes `connection`, and leads to its provider. */
  action: FormAction;
  options: ContinueOption[];
  /** The one this browser signed in with last. */
  lastUsed?: string;
  redirectUrl?: string;
}

/** The ways in by an account elsewhere. */
export const SocialButtons = ({ action, options, lastUsed, redirectUrl }: SocialButtonsProps) => (
  <AuthForm action={action} hidden={{ redirect_url: redirectUrl }}>
    <ContinueButtons field="connection" options={options} lastUsed={lastUsed} />
    <FormMessage />
  </AuthForm>
);
