/** Next calls this once before the server listens. Node's part lies apart: the edge bundle cannot hold it. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") await (await import("./lib/start-node")).startOrExit();
}
