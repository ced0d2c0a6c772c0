import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface ConnectionChangedProps {
  appName: string;
  how: "added" | "removed";
  /** Whose account it is. */
  provider: string;
  /** What the provider calls the person. */
  label: string | null;
  at: Date;
  /** The security page of the profile. */
  profileUrl: string;
}

const words = {
  added: {
    verb: "connected to",
    fine: "If it was you, there is nothing to do. You can sign in with it from now on.",
    act: "If it wasn't you, disconnect it in your profile and sign out your other devices.",
  },
  removed: {
    verb: "disconnected from",
    fine: "If it was you, there is nothing to do. It no longer signs you in.",
    act: "If it wasn't you, sign out your other devices and change your password.",
  },
};

/** @returns a mail that tells an account's owner that a provider's account opens it from now on, or no longer does. */
export function connectionChanged({ appName, how, provider, label, at, profileUrl }: ConnectionChangedProps): Mail {
  const { verb, fine, act } = words[how];
  return {
    subject: `${plain(appName)}: ${plain(provider)} was ${verb} your account`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title={`${provider} was ${verb} your account`}>
        <Facts facts={{ Account: label ?? provider, Time: inUtc(at) }} />
        <Words>{fine}</Words>
        <Words>{act}</Words>
        <Action href={profileUrl}>Review your account</Action>
      </Layout>
    ),
  };
}
