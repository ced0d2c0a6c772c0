import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormMessage } from "./form-message";
import { type Logo, SocialIcon } from "./social-icon";
import { SubmitButton } from "./submit-button";

export interface SocialOption {
  id: string;
  name: string;
  logo?: Logo;
}

interface SocialButtonsProps {
  /** Takes `connection`, and leads to its provider. */
  action: FormAction;
  options: SocialOption[];
  /** The one this browser signed in with last. */
  lastUsed?: string;
  redirectUrl?: string;
}

/** As many as are read at a glance, each in a row with its words. */
const FEW = 2;
const MOST_IN_A_ROW = 5;

/** The ways in by an account elsewhere: a few in words, more as logos; what was used last comes first, in words. */
export function SocialButtons({ action, options, lastUsed, redirectUrl }: SocialButtonsProps) {
  const last = options.find(({ id }) => id === lastUsed);
  const others = options.filter((one) => one !== last);
  const inWords = options.length <= FEW;
  const rows = Math.ceil(others.length / MOST_IN_A_ROW);
  const columns = { gridTemplateColumns: `repeat(${Math.ceil(others.length / rows)}, minmax(0, 1fr))` };
  return (
    <AuthForm action={action} hidden={{ redirect_url: redirectUrl }}>
      {last && <WideButton {...last} isLast />}
      {inWords && others.map((option) => <WideButton key={option.id} {...option} />)}
      {!inWords && others.length > 0 && (
        <div className="grid gap-2" style={columns}>
          {others.map(({ id, name, logo }) => (
            <SubmitButton
              key={id}
              name="connection"
              value={id}
              variant="outline"
              title={name}
              aria-label={`Continue with ${name}`}
              className="h-11 px-0 has-[>svg]:px-0"
            >
              <SocialIcon name={name} logo={logo} />
            </SubmitButton>
          ))}
        </div>
      )}
      <FormMessage />
    </AuthForm>
  );
}

const WideButton = ({ id, name, logo, isLast = false }: SocialOption & { isLast?: boolean }) => (
  <SubmitButton name="connection" value={id} variant="outline" className="h-11 px-3">
    <SocialIcon name={name} logo={logo} />
    <span className="truncate">Continue with {name}</span> {isLast && <Badge variant="secondary">Last used</Badge>}
  </SubmitButton>
);
