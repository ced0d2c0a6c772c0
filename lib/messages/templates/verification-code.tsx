import { Layout, type Mail } from "./layout";
import { Code, Note, Words } from "./parts";
import { plain } from "./plain";

export type CodePurpose = "sign-in" | "sign-up" | "step-up" | "add-identifier";

export interface VerificationCodeProps {
  appName: string;
  code: string;
  /** How long the code works. */
  minutes: number;
  purpose: CodePurpose;
}

const words: Record<CodePurpose, { kind: string; title: string; lead: string; unasked: string }> = {
  "sign-in": {
    kind: "sign-in",
    title: "Your sign-in code",
    lead: "Enter this code to sign in.",
    unasked: "If you didn't ask for it, ignore this message: nobody can sign in without the code.",
  },
  "sign-up": {
    kind: "sign-up",
    title: "Your sign-up code",
    lead: "Enter this code to finish creating your account.",
    unasked: "If you didn't ask for it, ignore this message: no account is made without the code.",
  },
  "step-up": {
    kind: "confirmation",
    title: "Confirm that it is you",
    lead: "Enter this code to go on with the change you started.",
    unasked:
      "If you didn't ask for it, someone may be using your account. Sign in, sign out your other devices and change your password.",
  },
  "add-identifier": {
    kind: "verification",
    title: "Verify this address",
    lead: "Enter this code to add this address to your account.",
    unasked: "If you didn't ask for it, ignore this message: the address is not added without the code.",
  },
};

/** @returns whether a code is mailed in this journey, in these words. */
export const isCodePurpose = (flow: string): flow is CodePurpose => Object.hasOwn(words, flow);

/** @returns a mail with a one-time code. The code opens the subject, where phones look for it. */
export function verificationCode({ appName, code, minutes, purpose }: VerificationCodeProps): Mail {
  const { kind, title, lead, unasked } = words[purpose];
  const lasting = `It works for ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
  return {
    subject: `${code} is your ${plain(appName)} ${kind} code`,
    body: (
      <Layout appName={appName} preview={`${lead} ${lasting}`} title={title}>
        <Words>{lead}</Words>
        <Code>{code}</Code>
        <Words>{lasting} Don't give it to anyone: we never ask for it.</Words>
        <Note>{unasked}</Note>
      </Layout>
    ),
  };
}
