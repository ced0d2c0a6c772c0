import type { FormAction } from "@/lib/form-state";
import { CardForm } from "./card-form";
import { type SsoAttempt, SsoAttemptRow } from "./sso-attempt";

interface SsoAttemptsProps {
  action: FormAction;
  connection: string;
  isConfigured: boolean;
  attempts: SsoAttempt[];
  /** A test has just ended. */
  isBack: boolean;
}

/** The button that starts a test, and what came of the last ones. */
export function SsoAttempts({ action, connection, isConfigured, attempts, isBack }: SsoAttemptsProps) {
  const [shown] = isBack ? attempts.filter(({ isTest }) => isTest) : [];
  return (
    <>
      {isConfigured ? (
        <CardForm action={action} hidden={{ connection }} submit="Test sign-in" />
      ) : (
        <p className="text-sm text-muted-foreground">Set up the identity provider first.</p>
      )}
      {attempts.length > 0 && (
        <ul className="divide-y border-t pt-6" aria-label="Last answers">
          {attempts.map((attempt) => (
            <SsoAttemptRow key={attempt.id} attempt={attempt} open={attempt === shown} />
          ))}
        </ul>
      )}
    </>
  );
}
