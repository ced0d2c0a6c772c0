import { spawn } from "node:child_process";
import { testEnvironment } from "../../scripts/test/environment";

/**
 * Runs a scanner to its end.
 * @param until.enough what it has to say to be ended before. @param until.ms how long it may take.
 * @returns all it said until then.
 */
export function say(program: string, args: string[], until: { enough?: RegExp; ms?: number } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: testEnvironment({ TERM: "dumb" }), stdio: ["ignore", "pipe", "pipe"] });
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    const timer = until.ms === undefined ? undefined : setTimeout(kill, until.ms);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        if (until.enough?.test(said)) kill();
      });
    }
    child.once("error", reject);
    child.once("close", () => {
      process.off("exit", kill);
      clearTimeout(timer);
      resolve(said);
    });
  });
}
