import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface PasswordChangedProps {
  appName: string;
  at: Date;
  /** Where a new password is asked for. */
  resetUrl: string;
}

/** @returns a mail that tells an account's owner that its password is another one now. */
export function passwordChanged({ appName, at, resetUrl }: PasswordChangedProps): Mail {
  return {
    subject: `Your ${plain(appName)} password was changed`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, reset your password now." title="Your password was changed">
        <Facts facts={{ Time: inUtc(at) }} />
        <Words>If it was you, there is nothing to do.</Words>
        <Words>If it wasn't you, reset your password now. That signs out every device.</Words>
        <Action href={resetUrl}>Reset password</Action>
      </Layout>
    ),
  };
}
