import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";

/** A program of this machine that serves on a port of loopback. */
export interface ServingProgram {
  port: number;
  pid: number;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Waits for its end. */
  ended: Promise<void>;
  /** Ends it, and waits for that. */
  stop(): Promise<void>;
  /** Everything it has said. */
  said(): string;
}

const READY_WITHIN_MS = 20_000;

/** @returns a port of loopback on which nobody listens. */
export async function freeLoopbackPort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
  });

/** Starts a program and waits until its port takes connections. @throws with what it said when it doesn't. */
export async function serve(command: string[], port: number, env?: NodeJS.ProcessEnv): Promise<ServingProgram> {
  const [program = "", ...args] = command;
  const child: ChildProcess = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = once(child, "exit").then(() => void process.off("exit", kill));

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await accepts(port))) {
    if (hasEnded() || Date.now() > deadline) {
      kill();
      throw new Error(`${program} did not start:\n${said}`);
    }
    await new Promise((again) => setTimeout(again, 20));
  }
  return {
    port,
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    ended,
    async stop() {
      // One that was stopped by a signal hears nothing else.
      if (!hasEnded()) kill();
      await ended;
    },
    said: () => said,
  };
}
