import { spawn } from "node:child_process";
import { testEnvironment } from "../../scripts/test/environment";

/**
 * Runs a scanner to its end.
 * @param enough what it has to say to be ended before. @returns all it said.
 */
export function say(program: string, args: string[], enough?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: testEnvironment({ TERM: "dumb" }), stdio: ["ignore", "pipe", "pipe"] });
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        if (enough?.test(said)) kill();
      });
    }
    child.once("error", reject);
    child.once("close", () => {
      process.off("exit", kill);
      resolve(said);
    });
  });
}
