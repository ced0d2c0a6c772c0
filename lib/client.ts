import "server-only";
import { headers } from "next/headers";
import { env, isVercel } from "./env";
import { peerAddress } from "./http-exchange";
import { clientAddress, parseProxies } from "./security/client-address";

const USER_AGENT_MAX = 400;
const proxies = parseProxies(env.TRUSTED_PROXIES);

/** Who is asking: for limits, audit and the device list. */
export interface Client {
  ip: string;
  userAgent: string;
}

/** @returns the client of the current request. Vercel's edge overwrites its header, so there it is the truth. */
export async function currentClient(): Promise<Client> {
  const received = await headers();
  return {
    ip: isVercel
      ? (received.get("x-vercel-forwarded-for") ?? "unknown")
      : clientAddress(peerAddress(), received.get("x-forwarded-for"), proxies),
    userAgent: (received.get("user-agent") ?? "").replace(/\p{Cc}/gu, " ").slice(0, USER_AGENT_MAX),
  };
}
