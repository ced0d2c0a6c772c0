import { Layout, type Mail } from "./layout";
import { Action, Note, Words } from "./parts";
import { plain } from "./plain";

export interface NoAccountProps {
  appName: string;
  signUpUrl: string;
}

/** @returns the mail in place of a code when nobody has the address: the browser is told nothing. */
export function noAccount({ appName, signUpUrl }: NoAccountProps): Mail {
  const name = plain(appName);
  return {
    subject: `There is no ${name} account for this address`,
    body: (
      <Layout appName={appName} preview="Use another address, or sign up." title="There is no account for this address">
        <Words>
          Someone, probably you, tried to sign in to {name} with this address. Use the address you signed up with, or
          sign up.
        </Words>
        <Action href={signUpUrl}>Sign up</Action>
        <Note>If it wasn't you, ignore this message: nothing was changed.</Note>
      </Layout>
    ),
  };
}
