import type { ServerResponse } from "node:http";

/**
 * What comes in place of the truth: nothing ("hang"), headers and a body that never ends ("stall"), a closed connection
 * ("hang up"), some bytes, or the true answer with something changed.
 */
export type Lie =
  | "hang"
  | "stall"
  | "hang up"
  | { status?: number; type?: string; body?: string | Buffer }
  | ((truth: Record<string, unknown>) => unknown);

export const HTML: Lie = { type: "text/html", body: "<!doctype html><title>Welcome</title><p>to the hotel's network." };
export const TEN_MEGABYTES: Lie = { body: Buffer.alloc(10_000_000, " ") };

/** An answer that is no success: its status, and its error as RFC 6749 §5.2 words it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** Answers with the truth, or with what is to come in its place. */
export async function answer(response: ServerResponse, lie: Lie | undefined, truth: () => unknown): Promise<void> {
  if (lie === "hang") return;
  if (lie === "hang up") return void response.destroy();
  if (lie === "stall") return void response.writeHead(200, { "content-type": "application/json" }).write("{");
  const isRaw = typeof lie === "object";
  const [status, said] = isRaw ? [lie.status ?? 200, lie.body ?? ""] : await told(truth, lie);
  const type = isRaw ? (lie.type ?? "application/json") : "application/json";
  response.writeHead(status, { "content-type": type }).end(isRaw ? said : JSON.stringify(said));
}

async function told(
  truth: () => unknown,
  changed: (truth: Record<string, unknown>) => unknown = (same) => same,
): Promise<[number, unknown]> {
  try {
    return [200, changed((await truth()) as Record<string, unknown>)];
  } catch (error) {
    if (error instanceof Refusal) return [error.status, { error: error.code }];
    throw error;
  }
}
