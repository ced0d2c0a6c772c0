import "server-only";
import { z } from "zod";
import { appOrigin } from "@/lib/env";
import { emailChannel } from "@/lib/messages/email";
import { emailLink as emailLinkMail, isLinkPurpose } from "@/lib/messages/templates/email-link";
import type { Mail } from "@/lib/messages/templates/layout";
import { deliver, settleSend } from "./email-delivery";
import { issueLink, LINK_MINUTES, spendLink } from "./links";
import type { Context, Strategy, StrategyId } from "./strategy";
import { whoProved } from "./who-proved";

/** What the page of a link sends. */
export const linkProof = z.object({ token: z.string().max(100) });

/** @returns a mail with a fresh link. @param strategy whose message it is in: of another one it stands in place of a code. */
export async function linkMail(context: Context, strategy: StrategyId): Promise<Mail> {
  const { flow } = context.attempt;
  const { branding, email } = context.settings;
  const isInPlace = strategy !== "email-link";
  return emailLinkMail({
    appName: branding.appName,
    url: `${appOrigin()}/email-link?token=${await issueLink(context, strategy)}`,
    minutes: LINK_MINUTES,
    // Only journeys that have a link come here.
    purpose: isLinkPurpose(flow) ? flow : "sign-in",
    sameBrowser: email.sameBrowser || isInPlace,
    isInPlace,
  });
}

/** A link sent to an email address. Opening it shows a page; pressing its button is the proof (B03). */
export const emailLink: Strategy<z.infer<typeof linkProof>> = {
  id: "email-link",
  factor: "first",
  identifiers: ["email"],
  provesIdentifier: true,
  enabled({ email }, flow) {
    if (emailChannel() === null) return false;
    if (flow === "sign-in" || flow === "step-up") return email.signIn && email.linkSignIn;
    return (flow === "sign-up" || flow === "add-identifier") && email.verifyBy === "link";
  },
  proof: linkProof,

  start: (context) => deliver(context, "email-link", () => linkMail(context, "email-link")),

  async verify(context, { token }) {
    const spent = await spendLink(context, token);
    if (!spent.ok) return spent;
    await settleSend(context);
    return whoProved(context.attempt);
  },
};
