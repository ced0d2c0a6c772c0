import { Layout, type Mail } from "./layout";
import { Code, Note, Words } from "./parts";
import { plain } from "./plain";

export interface ResetPasswordCodeProps {
  appName: string;
  code: string;
  /** How long the code works. */
  minutes: number;
}

/** @returns a mail with the code that lets its owner choose a new password. */
export function resetPasswordCode({ appName, code, minutes }: ResetPasswordCodeProps): Mail {
  const lead = "Enter this code to choose a new password.";
  const lasting = `It works for ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
  return {
    subject: `${code} is your ${plain(appName)} password reset code`,
    body: (
      <Layout appName={appName} preview={`${lead} ${lasting}`} title="Reset your password">
        <Words>{lead}</Words>
        <Code>{code}</Code>
        <Words>{lasting} Don't give it to anyone: we never ask for it.</Words>
        <Note>If you didn't ask for it, ignore this message: your password stays as it is.</Note>
      </Layout>
    ),
  };
}
