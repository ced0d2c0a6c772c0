import type { Mail } from "../peers/smtp";

export interface Inbox {
  /**
   * @returns the oldest mail to the address that was not handed out yet.
   * @param options.about only a mail whose subject matches. @param options.after only a mail that came after this one.
   * @throws after 10 seconds, with the subjects of what did come.
   */
  waitForMail(to: string, options?: { about?: RegExp; after?: Mail }): Promise<Mail>;
  /** @returns every mail of this test so far, to one address or to anybody. */
  mails(to?: string): Promise<Mail[]>;
}

const WAIT_MS = 10_000;

/** @returns the 6-digit code in a mail, which stands on a line of its own. */
export function codeIn(mail: Pick<Mail, "subject" | "text">): string {
  const code = /^\s*(\d{6})\s*$/m.exec(mail.text)?.[1];
  if (!code) throw new Error(`There is no code in the mail "${mail.subject}".`);
  return code;
}

/** @returns the link that a mail brings to prove an address with. */
export function linkIn(mail: Pick<Mail, "subject" | "text">): string {
  const link = /https?:\/\/\S+\/email-link\?token=[\w-]+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`There is no link in the mail "${mail.subject}".`);
  return link;
}

/** Reads the mailbox of the set-up process over loopback; waiting is its answer coming late, never a loop. */
export async function openInbox(inboxUrl: string): Promise<Inbox> {
  const handedOut = new Set<number>();

  async function ask(query: { to?: string; after?: number; wait?: number }): Promise<Mail[]> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${inboxUrl}/?${search}`);
    return (await answer.json()) as Mail[];
  }

  // An address may have had mail in an earlier test.
  const before = Math.max(0, ...(await ask({})).map(({ number }) => number));
  return {
    mails: (to) => ask({ after: before, ...(to !== undefined && { to }) }),
    async waitForMail(to, { about = /^/, after } = {}) {
      const deadline = Date.now() + WAIT_MS;
      let seen = after?.number ?? before;
      for (;;) {
        const arrived = await ask({ to, after: seen, wait: Math.max(0, deadline - Date.now()) });
        const mail = arrived.find(({ number, subject }) => !handedOut.has(number) && about.test(subject));
        if (mail) {
          handedOut.add(mail.number);
          return mail;
        }
        if (Date.now() >= deadline) {
          const subjects = (await ask({ to, after: before })).map(({ subject }) => `  ${subject}`).join("\n");
          throw new Error(
            `No new mail to ${to} about ${about} came within ${WAIT_MS / 1000} s. All there is:\n${subjects}`,
          );
        }
        seen = Math.max(seen, ...arrived.map(({ number }) => number));
      }
    },
  };
}
