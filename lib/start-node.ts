/** Starts the server or ends the process: Next alone would log the reason and go on, answering 500 (FW-05). */
export async function startOrExit(): Promise<void> {
  try {
    // Imported here, so that an environment that does not parse is caught too.
    await (await import("./start-server")).startServer();
  } catch (error) {
    const reasons: string[] = [];
    for (let one: unknown = error; one instanceof Error; one = one.cause) {
      // Drizzle's own message holds the statement and its parameters; what went wrong is its cause.
      if (!one.message.startsWith("Failed query")) reasons.push(one.message || one.name);
    }
    console.error(`\nThis server cannot start:\n\n  - ${reasons.join("\n  - ")}\n`);
    process.exit(1);
  }
}
