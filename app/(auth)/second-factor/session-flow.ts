import { notFound } from "next/navigation";
import { SESSION_FLOWS, type SessionFlow } from "@/lib/flows/second-factor";

/** @returns the journey a path names, and the page it starts on; the 404 page for any other word. */
export function sessionFlowOf(name: string): { flow: SessionFlow; start: string } {
  const flow = SESSION_FLOWS.find((one) => one === name) ?? notFound();
  return { flow, start: `/${flow}` };
}
