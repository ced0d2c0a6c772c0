import { Badge } from "@/components/ui/badge";
import { type Logo, SocialIcon } from "./social-icon";
import { SubmitButton } from "./submit-button";

/** A way to go on that lives elsewhere: an account with a provider, a wallet. */
export interface ContinueOption {
  id: string;
  name: string;
  logo?: Logo;
}

interface ContinueButtonsProps {
  /** The field that holds the `id` of the one that was pressed. */
  field: string;
  options: ContinueOption[];
  /** The one this browser signed in with last. */
  lastUsed?: string;
}

/** As many as are read at a glance, each in a row with its words. */
const FEW = 2;
const MOST_IN_A_ROW = 5;

/** The buttons inside a form: a few in words, more as logos; what was used last comes first, in words. */
export function ContinueButtons({ field, options, lastUsed }: ContinueButtonsProps) {
  const last = options.find(({ id }) => id === lastUsed);
  const others = options.filter((one) => one !== last);
  const inWords = options.length <= FEW;
  const rows = Math.ceil(others.length / MOST_IN_A_ROW);
  const columns = { gridTemplateColumns: `repeat(${Math.ceil(others.length / rows)}, minmax(0, 1fr))` };
  return (
    <>
      {last && <WideButton field={field} {...last} isLast />}
      {inWords && others.map((option) => <WideButton key={option.id} field={field} {...option} />)}
      {!inWords && others.length > 0 && (
        <div className="grid gap-2" style={columns}>
          {others.map(({ id, name, logo }) => (
            <SubmitButton
              key={id}
              name={field}
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
    </>
  );
}

const WideButton = ({
  field,
  id,
  name,
  logo,
  isLast = false,
}: ContinueOption & { field: string; isLast?: boolean }) => (
  <SubmitButton name={field} value={id} variant="outline" className="relative h-11 px-3">
    <SocialIcon name={name} logo={logo} />
    <span className="truncate">Continue with {name}</span>{" "}
    {isLast && (
      // On the edge, so that it takes no room from the words.
      <Badge variant="secondary" className="absolute -top-2.5 right-2 border-border">
        Last used
      </Badge>
    )}
  </SubmitButton>
);
