import { spawn } from "node:child_process";

export interface Outcome {
  ok: boolean;
  seconds: number;
  /** Empty when it went straight to the terminal. */
  output: string;
}

/**
 * Runs one command line.
 * @param live straight to the terminal, or gathered for later: what runs side by side would mix.
 */
export function runCommand(line: string, env: NodeJS.ProcessEnv, live: boolean): Promise<Outcome> {
  const started = performance.now();
  return new Promise((done) => {
    const child = spawn(line, { shell: true, env, stdio: live ? "inherit" : ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    const finish = (ok: boolean) => done({ ok, output, seconds: (performance.now() - started) / 1000 });
    child.on("error", () => finish(false));
    child.on("close", (code) => finish(code === 0));
  });
}
