import type { Page } from "@playwright/test";

/** What a page told whatever keeps passkeys (WebAuthn level 3, §5.1.10). */
export interface Signal {
  signal: string;
  said: Record<string, unknown>;
}

/** Notes every signal of a page and passes it on. @returns them, in their order. */
export async function watchSignals(page: Page): Promise<Signal[]> {
  const signals: Signal[] = [];
  await page.exposeFunction(
    "noteSignal",
    (signal: string, said: Signal["said"]) => void signals.push({ signal, said }),
  );
  await page.addInitScript(() => {
    const names = ["signalUnknownCredential", "signalAllAcceptedCredentials", "signalCurrentUserDetails"] as const;
    const { noteSignal } = window as unknown as { noteSignal(signal: string, said: object): void };
    const methods = PublicKeyCredential as unknown as Record<string, (said: object) => Promise<void>>;
    for (const name of names) {
      const send = methods[name]?.bind(PublicKeyCredential);
      methods[name] = async (said) => {
        noteSignal(name, said);
        await send?.(said);
      };
    }
  });
  return signals;
}
