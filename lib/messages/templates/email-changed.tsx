import { Layout, type Mail } from "./layout";
import { Facts, Words } from "./parts";
import { plain } from "./plain";

export interface EmailChangedProps {
  appName: string;
  /** Masked by the caller: whoever reads the old mailbox need not learn the new address. Null when there is none. */
  newEmail: string | null;
}

/** @returns the mail to the old address when an account has moved to a new one. */
export function emailChanged({ appName, newEmail }: EmailChangedProps): Mail {
  const name = plain(appName);
  return {
    subject: `Your ${name} email address was changed`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title="Your email address was changed">
        {newEmail && <Facts facts={{ "New address": newEmail }} />}
        <Words>If it was you, there is nothing to do. Messages no longer come to this address.</Words>
        <Words>If it wasn't you, contact the people who run {name} now.</Words>
      </Layout>
    ),
  };
}
