/** Longer than any answer of ours takes. */
const PATIENCE_MS = 30_000;

const send = window.fetch;

/**
 * How Next calls a server action, mended at the one place there is. Next would wait for an answer for ever, and the form
 * with it; and it reads why a call was refused only where the type of those words names no character set.
 */
window.fetch = async (input, init) => {
  if (!new Headers(init?.headers).has("next-action")) return send(input, init);
  const late = new AbortController();
  setTimeout(() => late.abort(), PATIENCE_MS);
  const answer = await send(input, { ...init, signal: late.signal });
  if (answer.ok || !answer.headers.get("content-type")?.startsWith("text/plain")) return answer;
  const headers = new Headers(answer.headers);
  headers.set("content-type", "text/plain");
  return new Response(answer.body, { status: answer.status, headers });
};
