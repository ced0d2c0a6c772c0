import { Layout, type Mail } from "./layout";
import { Action, Note, Words } from "./parts";
import { plain } from "./plain";

export interface AccountExistsProps {
  appName: string;
  signInUrl: string;
}

/** @returns the mail in place of a sign-up code when the address has an account: the browser is told nothing. */
export function accountExists({ appName, signInUrl }: AccountExistsProps): Mail {
  const name = plain(appName);
  return {
    subject: `You already have an account with ${name}`,
    body: (
      <Layout appName={appName} preview="Sign in instead." title="You already have an account">
        <Words>
          Someone, probably you, tried to sign up to {name} with this address. It has an account already, so sign in
          instead.
        </Words>
        <Action href={signInUrl}>Sign in</Action>
        <Note>If it wasn't you, ignore this message: nothing was changed.</Note>
      </Layout>
    ),
  };
}
