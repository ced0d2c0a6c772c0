import "server-only";
import { env } from "@/lib/env";

/**
 * Sends through Twilio's Messages API, once: its own retries stay off.
 * @throws Twilio's error when it refuses or cannot be reached, when no message comes back, and when `signal` aborts.
 */
export async function sendWithTwilio(to: string, text: string, signal: AbortSignal): Promise<void> {
  const sender = env.TWILIO_FROM ?? "";
  const client = await connect(signal);
  const { sid } = await client.messages.create({
    to,
    body: text,
    ...(sender.startsWith("MG") ? { messagingServiceSid: sender } : { from: sender }),
  });
  // A captive network answers 200 to everything: only what has a name was taken.
  if (!sid) throw new Error("The answer names no message.");
}

/** A client for one message: its connection ends with `signal`. */
async function connect(signal: AbortSignal) {
  const { Twilio, RequestClient } = (await import("twilio")).default;
  const httpClient = new RequestClient({ keepAlive: false });
  httpClient.axios.interceptors.request.use((request) => {
    if (env.TWILIO_API_URL && request.url) request.url = env.TWILIO_API_URL + new URL(request.url).pathname;
    request.signal = signal;
    return request;
  });
  return new Twilio(env.TWILIO_ACCOUNT_SID, env.TWILIO_AUTH_TOKEN, { httpClient });
}
