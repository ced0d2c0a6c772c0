import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export type SecondFactorChange = "added" | "removed" | "reset" | "codes-renewed" | "code-used";

export interface SecondFactorChangedProps {
  appName: string;
  change: SecondFactorChange;
  /** The method in words, or what else there is to know: `authenticator app`, `3 backup codes left`. */
  what: string;
  at: Date;
  /** The security page of the profile. */
  profileUrl: string;
}

const words: Record<SecondFactorChange, { title: string; fact: string; fine: string; act: string }> = {
  added: {
    title: "Two-step verification is set up",
    fact: "Added",
    fine: "From now on we ask for it when you sign in. Your other devices are signed out.",
    act: "If it wasn't you, reset your password now and ask us to remove it.",
  },
  removed: {
    title: "A second step was removed",
    fact: "Removed",
    fine: "We no longer ask for it when you sign in. Your other devices are signed out.",
    act: "If it wasn't you, change your password and set up a second step again.",
  },
  reset: {
    title: "Your two-step verification was reset",
    fact: "Reset by",
    fine: "Every second step of your account is removed, and you are signed out everywhere. Set one up again after you sign in.",
    act: "If you didn't ask for it, change your password now.",
  },
  "codes-renewed": {
    title: "You have new backup codes",
    fact: "Backup codes",
    fine: "The old ones no longer work.",
    act: "If it wasn't you, change your password and make new codes.",
  },
  "code-used": {
    title: "A backup code was used",
    fact: "Backup codes",
    fine: "If it was you, cross it off your list.",
    act: "If it wasn't you, change your password and make new codes.",
  },
};

/** @returns a mail that tells an account's owner what became of its second factors. */
export function secondFactorChanged({ appName, change, what, at, profileUrl }: SecondFactorChangedProps): Mail {
  const { title, fact, fine, act } = words[change];
  return {
    subject: `${plain(appName)}: ${title[0]?.toLowerCase()}${title.slice(1)}`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title={title}>
        <Facts facts={{ [fact]: what, Time: inUtc(at) }} />
        <Words>{fine}</Words>
        <Words>{act}</Words>
        <Action href={profileUrl}>Review your account</Action>
      </Layout>
    ),
  };
}
