import { Layout, type Mail } from "./layout";
import { Facts, Words } from "./parts";
import { plain } from "./plain";

export interface EmailAddedProps {
  appName: string;
  /** Masked by the caller. */
  addedEmail: string;
}

/** @returns the mail to the primary address when another one can sign in from now on. */
export function emailAdded({ appName, addedEmail }: EmailAddedProps): Mail {
  const name = plain(appName);
  return {
    subject: `An address was added to your ${name} account`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title="An address was added to your account">
        <Facts facts={{ "Added address": addedEmail }} />
        <Words>If it was you, there is nothing to do. You can sign in with either address from now on.</Words>
        <Words>If it wasn't you, remove it in your profile and change your password.</Words>
      </Layout>
    ),
  };
}
