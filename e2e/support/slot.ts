import type { ServerAddress } from "../server";

/** What a worker has to itself: a server with its database, a mailbox and a telephone. */
export interface Slot extends ServerAddress {
  inboxUrl: string;
  twilioUrl: string;
}

/** @param parallelIndex the worker's number, below the number of workers. */
export function slotOf(parallelIndex: number): Slot {
  const slots = JSON.parse(process.env.E2E_SLOTS ?? "[]") as Slot[];
  const slot = slots[parallelIndex];
  if (!slot) throw new Error("No server was started for this worker. Run the specs with: npm run e2e");
  return slot;
}
