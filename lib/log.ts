/** An error of the database driver or its query builder: both carry the parameters of the statement. */
interface QueryError extends Error {
  query: string;
  code?: string;
}
const isQueryError = (error: Error): error is QueryError => "query" in error && typeof error.query === "string";

/** One line whatever was in the text: control characters, line breaks among them, become visible (LG-03). */
const oneLine = (text: string) =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** What of an error may be written down: never the parameters of a statement, which are people's data (LG-02). */
export function describeError(error: Error & { digest?: string }): string {
  const words = isQueryError(error) ? `database error ${error.code ?? ""} in: ${error.query}` : error.message;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  // Auth.js wraps a cause once more.
  const inner = error.cause instanceof Error ? error.cause : (error.cause as { err?: unknown } | undefined)?.err;
  const cause = inner instanceof Error ? `\n  caused by ${describeError(inner)}` : "";
  return (
    [`${error.name}: ${oneLine(words)}${error.digest ? ` [digest ${error.digest}]` : ""}`, ...frames].join("\n") + cause
  );
}

/** From now on everything logged by us, Next or a library goes through `describeError`. */
export function keepSecretsOutOfLogs(): void {
  for (const level of ["error", "warn"] as const) {
    const write = console[level].bind(console);
    console[level] = (...values: unknown[]) =>
      write(...values.map((value) => (value instanceof Error ? describeError(value) : value)));
  }
}
