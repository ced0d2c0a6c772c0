import { readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import type { FullConfig } from "@playwright/test";
import { startBreachedPasswordsPeer } from "./peers/breached-passwords";
import { startMailPeer } from "./peers/smtp";
import { startTwilioPeer } from "./peers/twilio";
import { LOGS, startServer } from "./server";
import type { Slot } from "./support/slot";

/**
 * One server, database, mailbox and telephone for each worker: settings, limits and the clock of one test never meet
 * another's.
 */
async function startSlot(index: number): Promise<{ slot: Slot; stop(): Promise<void> }> {
  const [mail, twilio, breached] = await Promise.all([
    startMailPeer(),
    startTwilioPeer(),
    startBreachedPasswordsPeer(),
  ]);
  const stopPeers = async () => {
    await Promise.all([mail, twilio, breached].map((peer) => peer.stop()));
  };
  const peers = { smtpUrl: mail.smtpUrl, twilioUrl: twilio.url, breachedPasswordsUrl: breached.url };
  try {
    const { stop, ...server } = await startServer({ name: `worker-${index}`, ...peers });
    return {
      slot: { ...server, ...peers, inboxUrl: mail.inboxUrl },
      async stop() {
        await stop();
        await stopPeers();
      },
    };
  } catch (error) {
    await stopPeers();
    throw error;
  }
}

/** Starts what the workers use and tells them through the environment. @returns how to stop it all. */
export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  rmSync(LOGS, { recursive: true, force: true });
  const started = await Promise.allSettled(Array.from({ length: workers }, (_, index) => startSlot(index)));
  const slots = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const stop = async () => {
    await Promise.all(slots.map((one) => one.stop()));
  };
  const failed = started.find((one) => one.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  process.env.E2E_SLOTS = JSON.stringify(slots.map(({ slot }) => slot));
  return async () => {
    await stop();
    for (const { slot } of slots) report(slot.stderr);
  };
}

const LINES_SHOWN = 40;

/** What a server complained about belongs in the report, whether or not a test noticed. */
function report(file: string): void {
  const lines = readFileSync(file, "utf8").trim().split("\n").filter(Boolean);
  if (lines.length === 0) return;
  const more = lines.length > LINES_SHOWN ? [`… ${lines.length - LINES_SHOWN} more lines in ${file}`] : [];
  console.log(`\n${basename(file)}:\n${[...lines.slice(0, LINES_SHOWN), ...more].join("\n").replace(/^/gm, "  ")}`);
}
