import "server-only";
import { z } from "zod";
import { appOrigin } from "@/lib/env";
import { emailChannel } from "@/lib/messages/email";
import { emailLink as emailLinkMail, isLinkPurpose } from "@/lib/messages/templates/email-link";
import { deliver, settleSend } from "./email-delivery";
import { issueLink, LINK_MINUTES, spendLink } from "./links";
import type { Strategy } from "./strategy";
import { whoProved } from "./who-proved";

const proof = z.object({ token: z.string().max(100) });

/** A link sent to an email address. Opening it shows a page; pressing its button is the proof (B03). */
export const emailLink: Strategy<z.infer<typeof proof>> = {
  id: "email-link",
  factor: "first",
  identifiers: ["email"],
  provesIdentifier: true,
  enabled({ email }, flow) {
    if (emailChannel() === null) return false;
    if (flow === "sign-in" || flow === "step-up") return email.signIn && email.linkSignIn;
    return (flow === "sign-up" || flow === "add-identifier") && email.verifyBy === "link";
  },
  proof,

  start: (context) =>
    deliver(context, "email-link", async () => {
      const { flow } = context.attempt;
      const { branding, email } = context.settings;
      return emailLinkMail({
        appName: branding.appName,
        url: `${appOrigin()}/email-link?token=${await issueLink(context)}`,
        minutes: LINK_MINUTES,
        // Only journeys that have a link come here.
        purpose: isLinkPurpose(flow) ? flow : "sign-in",
        sameBrowser: email.sameBrowser,
      });
    }),

  async verify(context, { token }) {
    const spent = await spendLink(context, token);
    if (!spent.ok) return spent;
    await settleSend(context);
    return whoProved(context.attempt);
  },
};
