import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { FormAction } from "@/lib/form-state";
import type { Resettable } from "@/lib/users/resettable";
import { shortIdentifier } from "@/lib/users/short-identifier";
import { ResetTwoStepForm } from "./reset-two-step-form";
import { twoStepInWords } from "./two-step-words";

interface TwoStepCardProps {
  person: { id: string; name: string | null; identifier: string | null };
  twoStep: Resettable;
  /** The admin's own account. */
  isOwn: boolean;
  /** Everybody has to have a second step here. */
  isRequired: boolean;
  action: FormAction;
}

/** What somebody's second step is, and how an admin takes it away. */
export function TwoStepCard({ person, twoStep, isOwn, isRequired, action }: TwoStepCardProps) {
  const { hasApp, numbers, backupCodes, trustedBrowsers } = twoStep;
  const isOn = hasApp || numbers.length > 0;
  const words = twoStepInWords(twoStep);
  const facts = {
    "Authenticator app": hasApp ? "Set up" : "None",
    "Text messages": numbers.join(", ") || "None",
    "Backup codes": backupCodes > 0 ? `${backupCodes} left` : "None",
    "Trusted browsers": trustedBrowsers > 0 ? String(trustedBrowsers) : "None",
  };
  return (
    <Card role="region" aria-label="Two-step verification">
      <CardHeader>
        <CardTitle>
          <h2 className="flex flex-wrap items-center gap-2">
            Two-step verification <Badge variant={isOn ? "secondary" : "outline"}>{isOn ? "On" : "Off"}</Badge>
          </h2>
        </CardTitle>
        <CardDescription>What they are asked for after the first step of signing in.</CardDescription>
      </CardHeader>
      <CardContent className="space-y-6">
        <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[10rem_1fr]">
          {Object.entries(facts).map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="-mb-2 text-muted-foreground sm:mb-0">{label}</dt>
              <dd className="wrap-anywhere tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
        <ResetTwoStepForm action={action} id={person.id} isOffered={words !== ""}>
          Removes {words}; signs {isOwn ? "you" : nameOf(person)} out everywhere
          {isOwn && ", here too"}. {after(isOwn, isRequired)}
        </ResetTwoStepForm>
      </CardContent>
    </Card>
  );
}

const nameOf = ({ name, identifier }: TwoStepCardProps["person"]) =>
  name ?? (identifier && shortIdentifier(identifier)) ?? "this person";

const after = (isOwn: boolean, isRequired: boolean) =>
  isRequired
    ? `${isOwn ? "You" : "They"} set up a new second step at the next sign-in: it is required here.`
    : `${isOwn ? "You" : "They"} sign in without a second step until ${isOwn ? "you" : "they"} set one up again.`;
