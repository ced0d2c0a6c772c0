import type { Resettable } from "@/lib/users/resettable";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const counted = (count: number, one: string, many = `${one}s`) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** @returns what somebody's second step consists of, in words; empty for nothing. */
export function twoStepInWords({ hasApp, numbers, backupCodes, trustedBrowsers, isSettingUp }: Resettable): string {
  return list.format([
    ...(hasApp ? ["the authenticator app"] : []),
    ...(numbers.length > 0 ? [`text messages to ${counted(numbers.length, "number")}`] : []),
    ...(backupCodes > 0 ? [counted(backupCodes, "backup code")] : []),
    ...(trustedBrowsers > 0 ? [counted(trustedBrowsers, "trusted browser")] : []),
    ...(isSettingUp ? ["what is being set up at the moment"] : []),
  ]);
}
