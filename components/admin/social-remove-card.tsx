import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { FormAction } from "@/lib/form-state";

interface SocialRemoveCardProps {
  id: string;
  name: string;
  isOff: boolean;
  /** How many connected accounts go with it. */
  links: number;
  action: FormAction;
}

/** Takes a custom connection away, once it is off. */
export function SocialRemoveCard({ id, name, isOff, links, action }: SocialRemoveCardProps) {
  const accounts = links === 1 ? "1 connected account" : `${links.toLocaleString("en")} connected accounts`;
  return (
    <Card role="region" aria-label="Remove">
      <CardHeader>
        <CardTitle>
          <h2>Remove</h2>
        </CardTitle>
        <CardDescription>
          {links === 0 ? "Nobody has connected an account." : `Disconnects ${accounts}. The people stay.`}
          {!isOff && " Switch it off first."}
        </CardDescription>
      </CardHeader>
      {isOff && (
        <CardContent>
          <AuthForm action={action} hidden={{ key: id }}>
            <SubmitButton variant="destructive" className="sm:w-fit">
              Remove {name}
            </SubmitButton>
            <FormMessage />
            <RecentAuthHint />
          </AuthForm>
        </CardContent>
      )}
    </Card>
  );
}
