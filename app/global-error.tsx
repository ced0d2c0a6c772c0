"use client";

import { errorWords } from "@/components/error-words";

const column = { maxWidth: "28rem", margin: "0 auto", padding: "16vh 1.5rem 3rem", lineHeight: 1.5 };

/**
 * The last resort, when the layout itself breaks. Neither styles nor scripts are sure to load here, so it brings its own
 * and its button is a link to this same address.
 */
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
  const { title, words, reference } = errorWords(error.digest);
  return (
    <html lang="en" style={{ colorScheme: "light dark", fontFamily: "system-ui, sans-serif" }}>
      <body style={{ margin: 0 }}>
        <title>{title}</title>
        <main style={column}>
          <h1 style={{ fontSize: "1.5rem", letterSpacing: "-0.02em" }}>{title}</h1>
          <p>{words}</p>
          {reference && (
            <p>
              Reference <code>{reference}</code>
            </p>
          )}
          {/* biome-ignore lint/a11y/useValidAnchor: empty means this same address, query included. */}
          <a href="" style={{ display: "inline-block", padding: "0.75rem 0", color: "inherit", fontWeight: 600 }}>
            Try again
          </a>
        </main>
      </body>
    </html>
  );
}
