import { Layout, type Mail } from "./layout";
import { Action, Note, Words } from "./parts";
import { plain } from "./plain";

export type LinkPurpose = "sign-in" | "sign-up" | "step-up" | "add-identifier" | "reset-password";

export interface EmailLinkProps {
  appName: string;
  url: string;
  /** How long the link works. */
  minutes: number;
  purpose: LinkPurpose;
  /** Whether it works only in the browser that asked for it. */
  sameBrowser: boolean;
  /** It stands in place of a code. */
  isInPlace?: boolean;
}

const words: Record<LinkPurpose, { subject: string; title: string; lead: string; button: string; unasked: string }> = {
  "sign-in": {
    subject: "Your sign-in link for",
    title: "Your sign-in link",
    lead: "Open this link to sign in.",
    button: "Sign in",
    unasked:
      "If you didn't ask for it, ignore this message and don't open the link: it could sign in whoever asked for it.",
  },
  "sign-up": {
    subject: "Your sign-up link for",
    title: "Your sign-up link",
    lead: "Open this link to finish creating your account.",
    button: "Create account",
    unasked: "If you didn't ask for it, ignore this message: no account is made unless the link is opened.",
  },
  "step-up": {
    subject: "Your confirmation link for",
    title: "Confirm that it is you",
    lead: "Open this link to go on with the change you started.",
    button: "Confirm",
    unasked:
      "If you didn't ask for it, don't open the link: someone may be using your account. Sign in, sign out your other devices and change your password.",
  },
  "reset-password": {
    subject: "Your password reset link for",
    title: "Reset your password",
    lead: "Open this link to choose a new password.",
    button: "Continue",
    unasked: "If you didn't ask for it, ignore this message. Your password stays the same unless the link is opened.",
  },
  "add-identifier": {
    subject: "Verify this address for",
    title: "Verify this address",
    lead: "Open this link to add this address to your account.",
    button: "Verify address",
    unasked: "If you didn't ask for it, ignore this message: the address is not added unless the link is opened.",
  },
};

/** @returns whether a link is mailed in this journey, in these words. */
export const isLinkPurpose = (flow: string): flow is LinkPurpose => Object.hasOwn(words, flow);

/** @returns a mail with a link that proves the address once. */
export function emailLink({ appName, url, minutes, purpose, sameBrowser, isInPlace }: EmailLinkProps): Mail {
  const { subject, title, lead, button, unasked } = words[purpose];
  const lasting = `It works once, for ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
  return {
    subject: `${subject} ${plain(appName)}`,
    body: (
      <Layout appName={appName} preview={`${lead} ${lasting}`} title={title}>
        <Words>
          {lead} {lasting}
        </Words>
        {isInPlace && (
          <Words>Someone entered too many wrong codes, so we sent a link instead. Nobody can guess it.</Words>
        )}
        {sameBrowser && <Words>Open it on the device and in the browser where you asked for it.</Words>}
        <Action href={url}>{button}</Action>
        <Note>{unasked}</Note>
      </Layout>
    ),
  };
}
