import type { Page } from "@playwright/test";
import { SoftAuthenticator } from "../../lib/security/test-soft-authenticator";

/** Of the authenticator data: user present 1, user verified 4, backup eligible 8, backed up 16. */
const SYNCED = 0x18;

interface SilentManager {
  /** What pages asked it for: the mediation of every ceremony. */
  asked: string[];
  /** Whether it lets go of a request that the page gave up. */
  aborted: string[];
  /** Whether it answers a conditional creation; silent until then, as one that waits for a password to be saved. */
  answers: boolean;
  /** Whether it has asked its owner for their fingerprint before a sign-in. */
  verifies: boolean;
}

/**
 * Gives a page a password manager that makes passkeys without a dialog, as browser extensions do: in place of the
 * browser's own `navigator.credentials`. What it answers is made by the book.
 */
export async function addSilentManager(page: Page): Promise<SilentManager> {
  const key = new SoftAuthenticator(SYNCED);
  const manager: SilentManager = { asked: [], aborted: [], answers: true, verifies: true };
  const present = () => SYNCED | 0x01 | (manager.verifies ? 0x04 : 0);
  await page.exposeFunction("managerAborts", (ceremony: string) => void manager.aborted.push(ceremony));
  await page.exposeFunction("managerCreates", (origin: string, challenge: string, id: string, mediation: string) => {
    manager.asked.push(`create ${mediation}`);
    if (mediation === "conditional" && !manager.answers) return null;
    return key.create({ challenge, user: { id } }, { origin, flags: mediation === "conditional" ? SYNCED : present() });
  });
  await page.exposeFunction("managerShows", (origin: string, challenge: string) => {
    manager.asked.push("get");
    return key.get({ challenge }, { origin, flags: present() });
  });
  await page.addInitScript(installManager);
  return manager;
}

/** In the page. */
function installManager() {
  type Answer = Record<string, string>;
  interface Manager {
    managerAborts(ceremony: string): void;
    managerCreates(...asked: [origin: string, challenge: string, id: string, mediation: string]): Promise<Shown | null>;
    managerShows(origin: string, challenge: string): Promise<Shown>;
  }
  interface Shown {
    id: string;
    response: Answer;
  }
  const manager = window as unknown as Manager;
  const toText = (bytes: BufferSource) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes as ArrayBuffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const toBytes = (text: string) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)).buffer;
  const credential = ({ id, response }: Shown) => ({
    id,
    rawId: toBytes(id),
    type: "public-key",
    response: {
      getTransports: () => ["internal"],
      ...Object.fromEntries(
        Object.entries(response).flatMap(([name, value]) =>
          typeof value === "string" ? [[name, toBytes(value)]] : [],
        ),
      ),
    },
    getClientExtensionResults: () => ({}),
  });
  const untilAborted = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => {
        manager.managerAborts("create");
        reject(new DOMException("given up", "AbortError"));
      });
    });
  Object.assign(navigator.credentials, {
    async create({ publicKey, mediation, signal }: CredentialCreationOptions & { mediation?: string }) {
      if (!publicKey) throw new TypeError("no public key was asked for");
      const { challenge, user } = publicKey;
      const shown = await manager.managerCreates(
        location.origin,
        toText(challenge),
        toText(user.id),
        mediation ?? "modal",
      );
      return shown ? credential(shown) : untilAborted(signal);
    },
    async get({ publicKey }: CredentialRequestOptions) {
      if (!publicKey) throw new TypeError("no public key was asked for");
      return credential(await manager.managerShows(location.origin, toText(publicKey.challenge)));
    },
  });
}
