import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface PasswordRemovedProps {
  appName: string;
  at: Date;
  /** The security page of the profile. */
  profileUrl: string;
}

/** @returns a mail that tells an account's owner that it has no password any more. */
export function passwordRemoved({ appName, at, profileUrl }: PasswordRemovedProps): Mail {
  return {
    subject: `Your ${plain(appName)} password was removed`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title="Your password was removed">
        <Facts facts={{ Time: inUtc(at) }} />
        <Words>If it was you, there is nothing to do. You sign in in another way from now on.</Words>
        <Words>If it wasn't you, sign out your other devices and set a new password.</Words>
        <Action href={profileUrl}>Review your account</Action>
      </Layout>
    ),
  };
}
