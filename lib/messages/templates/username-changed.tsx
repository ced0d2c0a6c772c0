import { Layout, type Mail } from "./layout";
import { Facts, Words } from "./parts";
import { plain } from "./plain";

export interface UsernameChangedProps {
  appName: string;
  /** The new one. */
  username: string;
}

/** @returns the mail to an account's owner when its username is another one now. */
export function usernameChanged({ appName, username }: UsernameChangedProps): Mail {
  return {
    subject: `Your ${plain(appName)} username was changed`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title="Your username was changed">
        <Facts facts={{ "New username": username }} />
        <Words>If it was you, there is nothing to do.</Words>
        <Words>If it wasn't you, sign out your other devices and change your password.</Words>
      </Layout>
    ),
  };
}
