import type { Answer, Text } from "../peers/twilio";

export interface Texts {
  /**
   * @returns the oldest text message to the number that was not handed out yet.
   * @throws after 10 seconds, with what did come.
   */
  waitForText(to: string): Promise<Text>;
  /** @returns every text message of this test so far, to one number or to anybody. */
  texts(to?: string): Promise<Text[]>;
  /** From now on messages to this number are refused, or never answered; "sent" ends that. */
  failWith(to: string, answer: Answer): Promise<void>;
}

const WAIT_MS = 10_000;

/** @returns the 6-digit code in a text message. */
export function textCode({ text }: Pick<Text, "text">): string {
  // Not six digits within a word or a longer number: the name of the app may hold those.
  const code = /(?<![\w-])\d{6}(?![\w-])/.exec(text)?.[0];
  if (!code) throw new Error(`There is no code in the text message "${text}".`);
  return code;
}

/** Reads the telephone of the set-up process over loopback; waiting is its answer coming late, never a loop. */
export async function openTexts(twilioUrl: string): Promise<Texts> {
  const handedOut = new Set<number>();

  async function ask(query: { to?: string; after?: number; wait?: number }): Promise<Text[]> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${twilioUrl}/texts?${search}`);
    return (await answer.json()) as Text[];
  }

  // A number may have had messages in an earlier test.
  const before = Math.max(0, ...(await ask({})).map(({ number }) => number));
  const texts = (to?: string) => ask({ after: before, ...(to !== undefined && { to }) });
  return {
    texts,
    async waitForText(to) {
      const deadline = Date.now() + WAIT_MS;
      let seen = before;
      while (Date.now() < deadline) {
        const arrived = await ask({ to, after: seen, wait: deadline - Date.now() });
        const text = arrived.find(({ number }) => !handedOut.has(number));
        if (text) {
          handedOut.add(text.number);
          return text;
        }
        seen = Math.max(seen, ...arrived.map(({ number }) => number));
      }
      const came = (await texts(to)).map(({ text }) => `  ${text}`).join("\n");
      throw new Error(`No new text message to ${to} came within ${WAIT_MS / 1000} s. All there is:\n${came}`);
    },
    async failWith(to, answer) {
      await fetch(`${twilioUrl}/behaviour`, { method: "POST", body: JSON.stringify({ to, answer }) });
    },
  };
}
