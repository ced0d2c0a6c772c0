import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface SecondFactorGuessedProps {
  appName: string;
  at: Date;
  ip: string | null;
  resetUrl: string;
}

/** @returns the mail to the owner of an account whose first factor was right and whose second one is being guessed. */
export function secondFactorGuessed({ appName, at, ip, resetUrl }: SecondFactorGuessedProps): Mail {
  return {
    subject: `${plain(appName)}: someone got past your first step`,
    body: (
      <Layout
        appName={appName}
        preview="The second step was wrong three times."
        title="Someone got past your first step"
      >
        <Facts facts={{ Time: inUtc(at), "IP address": ip ?? "unknown" }} />
        <Words>
          Somebody passed the first step of signing in to your account, and was then wrong three times at the second
          one. Nobody was signed in.
        </Words>
        <Words>If it was you, there is nothing to do. If it wasn't, change your password now.</Words>
        <Action href={resetUrl}>Reset password</Action>
      </Layout>
    ),
  };
}
