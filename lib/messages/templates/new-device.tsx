import { Layout, type Mail } from "./layout";
import { Action, Facts, inUtc, Words } from "./parts";
import { plain } from "./plain";

export interface NewDeviceProps {
  appName: string;
  /** From the user agent: anyone can write anything there. */
  browser: string;
  system: string;
  ip: string;
  at: Date;
  /** The security page of the profile. */
  profileUrl: string;
}

/** @returns a mail that tells of a sign-in from a device not seen before. */
export function newDevice({ appName, browser, system, ip, at, profileUrl }: NewDeviceProps): Mail {
  return {
    subject: `New sign-in to ${plain(appName)}`,
    body: (
      <Layout appName={appName} preview="Check that it was you." title="New sign-in to your account">
        <Words>Your account was used on a device we had not seen before.</Words>
        <Facts facts={{ Browser: browser, System: system, Time: inUtc(at), "IP address": ip }} />
        <Words>If it was you, there is nothing to do.</Words>
        <Words>If it wasn't you, sign out that device and change your password.</Words>
        <Action href={profileUrl}>Review devices</Action>
      </Layout>
    ),
  };
}
