import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/form-state";
import { CopyButton } from "./copy-button";
import { groupedKey } from "./grouped-key";
import { QrCode } from "./qr-code";
import { SecondFactorForm } from "./second-factor-form";

interface AuthenticatorSetupProps {
  /** The `otpauth:` address. */
  uri: string;
  /** The same key in base32, to type by hand. */
  secret: string;
  /** Whose key it is, as the app lists it. */
  account: string;
  /** Takes the first code. */
  action: FormAction;
  hidden?: Record<string, string | undefined>;
  submitLabel: string;
}

/** Hands a key to an authenticator app, by camera, by link or by hand, and asks for the first code as proof. */
export function AuthenticatorSetup({ uri, secret, account, action, hidden, submitLabel }: AuthenticatorSetupProps) {
  return (
    <ol className="flex flex-col gap-6">
      <Step number={1} title="Add the key to your authenticator app">
        <div className="flex flex-col items-center gap-3">
          <p className="self-start text-sm text-muted-foreground">Scan this with your authenticator app.</p>
          <QrCode text={uri} label="QR code for your authenticator app" />
          {/* A phone can't scan its own screen: there the link comes first, as a button. */}
          <Button
            asChild
            variant="ghost"
            className="h-auto min-h-10 w-full px-2 text-center whitespace-normal underline-offset-4 sm:underline max-sm:order-first max-sm:border max-sm:border-input"
          >
            <a href={uri}>Open in an authenticator app on this device</a>
          </Button>
        </div>
        <details>
          <summary className="cursor-pointer py-3 text-sm font-medium">Can't scan it? Enter this key</summary>
          <dl className="space-y-3 rounded-lg border bg-muted p-4 text-sm">
            <Entry term="Account">
              <span className="wrap-anywhere">{account}</span>
            </Entry>
            <Entry term="Key">
              <code className="block max-w-[20ch] font-mono">{groupedKey(secret)}</code>
            </Entry>
            <Entry term="Kind">Time based, 6 digits, 30 seconds</Entry>
          </dl>
          <CopyButton text={secret} label="Copy key" className="mt-3" />
        </details>
      </Step>
      <Step number={2} title="Enter the code it shows">
        <SecondFactorForm action={action} hidden={hidden} kind="totp" submitLabel={submitLabel} autoFocus={false} />
      </Step>
    </ol>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex flex-col gap-3">
      <h2 className="flex items-center gap-2 text-sm font-medium">
        <span className="grid size-6 shrink-0 place-items-center rounded-full bg-secondary text-xs tabular-nums">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </li>
  );
}

function Entry({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted-foreground">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
