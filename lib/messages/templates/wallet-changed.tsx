import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface WalletChangedProps {
  appName: string;
  how: "added" | "removed";
  /** Of the wallet. */
  address: string;
  at: Date;
  /** The profile. */
  profileUrl: string;
}

const words = {
  added: {
    title: "A wallet was added to your account",
    fine: "If it was you, there is nothing to do. You can sign in with it from now on.",
    act: "If it wasn't you, remove it in your profile and sign out your other devices.",
  },
  removed: {
    title: "A wallet was removed from your account",
    fine: "If it was you, there is nothing to do. It no longer signs you in.",
    act: "If it wasn't you, sign in another way, sign out your other devices and add it again.",
  },
};

/** @returns a mail that tells an account's owner that it has one wallet more, or less. */
export function walletChanged({ appName, how, address, at, profileUrl }: WalletChangedProps): Mail {
  const { title, fine, act } = words[how];
  return {
    subject: `${plain(appName)}: a wallet was ${how}`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title={title}>
        <Facts facts={{ Wallet: address, Time: inUtc(at) }} />
        <Words>{fine}</Words>
        <Words>{act}</Words>
        <Action href={profileUrl}>Review your account</Action>
      </Layout>
    ),
  };
}
