import { Layout, type Mail } from "./layout";
import { Action, Note, Words } from "./parts";
import { plain } from "./plain";

export interface AccountLockedProps {
  appName: string;
  unlockUrl: string;
}

/** @returns the mail to the owner of an account that too many wrong tries have locked. */
export function accountLocked({ appName, unlockUrl }: AccountLockedProps): Mail {
  return {
    subject: `Your ${plain(appName)} account is locked`,
    body: (
      <Layout appName={appName} preview="You can unlock it now." title="Your account is locked">
        <Words>
          There were too many wrong tries to sign in, so nobody can sign in for a while. This link lets you in again
          now.
        </Words>
        <Action href={unlockUrl}>Unlock account</Action>
        <Note>
          If the tries weren't yours, someone may be trying to get in. Change your password after you sign in.
        </Note>
      </Layout>
    ),
  };
}
