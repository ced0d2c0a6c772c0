import { freeLoopbackPort, type ServingProgram, serve } from "./program";

/** A Redis on loopback that can be taken away in every way there is. */
export interface RedisPeer {
  url: string;
  /** It is gone, and with it everything it held. */
  kill(): Promise<void>;
  /** It is there again, empty, at the same address. */
  restart(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** Starts one that keeps nothing on disk. @param program where redis-server is. */
export async function startRedis(program: string): Promise<RedisPeer> {
  const port = await freeLoopbackPort();
  const start = () =>
    serve(
      [program, "--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"],
      port,
    );
  let running: ServingProgram = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => running.stop(),
    async restart() {
      await running.stop();
      running = await start();
    },
    freeze: () => running.signal("SIGSTOP"),
    thaw: () => running.signal("SIGCONT"),
    stop: () => running.stop(),
  };
}
