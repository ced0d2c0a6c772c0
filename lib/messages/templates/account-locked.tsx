import { Layout, type Mail } from "./layout";
import { Action, Note, Words } from "./parts";
import { plain } from "./plain";

export interface AccountLockedProps {
  appName: string;
  /** What has been guessed at: password, authenticator app. */
  what: string;
  unlockUrl: string;
}

/** @returns the mail to the owner of an account that too many wrong tries have locked. */
export function accountLocked({ appName, what, unlockUrl }: AccountLockedProps): Mail {
  return {
    subject: `Your ${plain(appName)} account is locked`,
    body: (
      <Layout appName={appName} preview="You can still sign in." title="Your account is locked">
        <Words>
          Someone entered the wrong {what} too many times, so your {what} doesn't work in new browsers for now. Browsers
          you've signed in with before and your other ways to sign in still work.
        </Words>
        <Words>
          To use your {what} in a new browser, open this link in it, then sign in. The link works once, for a day.
        </Words>
        <Action href={unlockUrl}>Unlock account</Action>
        <Note>
          If the tries weren't yours, someone may be trying to get in. Nobody was signed in, and the link signs nobody
          in either: never forward it.
        </Note>
      </Layout>
    ),
  };
}
