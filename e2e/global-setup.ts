import { readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import type { FullConfig } from "@playwright/test";
import { type MailPeer, startMailPeer } from "./peers/smtp";
import { LOGS, type RunningServer, startServer } from "./server";

/** One server, database and mailbox for each worker: settings, limits and the clock of one test never meet another's. */
async function startSlot(index: number): Promise<{ mail: MailPeer; server: RunningServer }> {
  const mail = await startMailPeer();
  try {
    return { mail, server: await startServer({ name: `worker-${index}`, smtpUrl: mail.smtpUrl }) };
  } catch (error) {
    await mail.stop();
    throw error;
  }
}

/** Starts what the workers use and tells them through the environment. @returns how to stop it all. */
export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  rmSync(LOGS, { recursive: true, force: true });
  const started = await Promise.allSettled(Array.from({ length: workers }, (_, index) => startSlot(index)));
  const slots = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const stop = async () => {
    await Promise.all(
      slots.map(async ({ mail, server }) => {
        await server.stop();
        await mail.stop();
      }),
    );
  };
  const failed = started.find((one) => one.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  process.env.E2E_SLOTS = JSON.stringify(slots.map(({ mail, server }) => ({ ...server, inboxUrl: mail.inboxUrl })));
  return async () => {
    await stop();
    for (const { server } of slots) report(server.stderr);
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
