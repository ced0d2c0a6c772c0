type SessionEvent = "signed-in" | "signed-out";

const NAME = "session";

/** Tells the other tabs. They ask the server before they believe it. */
export function announceSession(event: SessionEvent): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(event);
  channel.close();
}

/** Listens to the other tabs. @returns how to stop. */
export function onSessionEvent(listener: (event: SessionEvent) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<SessionEvent>) => listener(data);
  return () => channel.close();
}
