import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface PasskeyChangedProps {
  appName: string;
  how: "added" | "removed";
  /** Of the passkey. */
  name: string;
  at: Date;
  /** The security page of the profile. */
  profileUrl: string;
}

const words = {
  added: {
    title: "A passkey was added to your account",
    fine: "If it was you, there is nothing to do. You can sign in with it from now on.",
    act: "If it wasn't you, remove it in your profile, sign out your other devices and change your password.",
  },
  removed: {
    title: "A passkey was removed from your account",
    fine: "If it was you, there is nothing to do. It no longer signs you in.",
    act: "If it wasn't you, sign out your other devices and change your password.",
  },
};

/** @returns a mail that tells an account's owner that it has one passkey more, or less. */
export function passkeyChanged({ appName, how, name, at, profileUrl }: PasskeyChangedProps): Mail {
  const { title, fine, act } = words[how];
  return {
    subject: `${plain(appName)}: a passkey was ${how}`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title={title}>
        <Facts facts={{ Passkey: name, Time: inUtc(at) }} />
        <Words>{fine}</Words>
        <Words>{act}</Words>
        <Action href={profileUrl}>Review your account</Action>
      </Layout>
    ),
  };
}
