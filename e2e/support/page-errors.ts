import type { BrowserContext, ConsoleMessage } from "@playwright/test";

export interface PageErrors {
  /** Everything a page complained about that nobody expected. */
  found: string[];
  /** Expects messages that match, for the rest of the test. */
  allow(pattern: RegExp): void;
  /** From now on the pages of this browser count too. */
  watch(context: BrowserContext): void;
}

/** Chromium logs every 4xx answer. Ours are how a form learns what is wrong; a missing file of the build is none. */
const isExpectedRefusal = (message: ConsoleMessage) =>
  /^Failed to load resource: .* status of 4\d\d/.test(message.text()) &&
  !message.location().url.includes("/_next/static/");

/** Collects what goes wrong in any page of the contexts it watches: errors thrown, errors logged, CSP violations. */
export function watchForErrors(): PageErrors {
  const found: string[] = [];
  const allowed: RegExp[] = [];
  const note = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) found.push(text);
  };
  return {
    found,
    allow: (pattern) => void allowed.push(pattern),
    watch(context) {
      context.on("weberror", (error) => note(`thrown: ${error.error().stack ?? error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error" && !isExpectedRefusal(message)) {
          note(`logged: ${message.text()} (${message.location().url})`);
        }
      });
    },
  };
}
