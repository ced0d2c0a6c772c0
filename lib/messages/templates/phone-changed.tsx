import { Layout, type Mail } from "./layout";
import { Facts, Words } from "./parts";
import { plain } from "./plain";

export interface PhoneChangedProps {
  appName: string;
  /** Masked by the caller. */
  phone: string;
}

/** @returns the mail to an account's owner when a phone number belongs to it from now on. */
export function phoneAdded({ appName, phone }: PhoneChangedProps): Mail {
  return {
    subject: `A phone number was added to your ${plain(appName)} account`,
    body: (
      <Layout appName={appName} preview="If it wasn't you, act now." title="A phone number was added to your account">
        <Facts facts={{ "Added number": phone }} />
        <Words>If it was you, there is nothing to do.</Words>
        <Words>If it wasn't you, remove it in your profile and change your password.</Words>
      </Layout>
    ),
  };
}

/** @returns the mail to an account's owner when a phone number no longer belongs to it. */
export function phoneRemoved({ appName, phone }: PhoneChangedProps): Mail {
  return {
    subject: `A phone number was removed from your ${plain(appName)} account`,
    body: (
      <Layout
        appName={appName}
        preview="If it wasn't you, act now."
        title="A phone number was removed from your account"
      >
        <Facts facts={{ "Removed number": phone }} />
        <Words>If it was you, there is nothing to do. No more messages go to that number.</Words>
        <Words>If it wasn't you, sign out your other devices and change your password.</Words>
      </Layout>
    ),
  };
}
