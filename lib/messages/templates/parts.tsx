import type { ReactNode } from "react";
import { Button, Text } from "react-email";
import { plain } from "./plain";

/** A paragraph. */
export function Words({ children }: { children: ReactNode }) {
  return (
    <Text className="strong" style={{ color: "#404040", fontSize: 16, lineHeight: "24px", margin: "0 0 16px" }}>
      {children}
    </Text>
  );
}

/** A quieter paragraph: what to do when it wasn't you. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <Text className="quiet" style={{ color: "#737373", fontSize: 14, lineHeight: "21px", margin: "0 0 8px" }}>
      {children}
    </Text>
  );
}

/** The code, large and in one piece so that it copies and autofills. */
export function Code({ children }: { children: string }) {
  const look = {
    backgroundColor: "#f5f5f5",
    borderRadius: 8,
    color: "#171717",
    fontFamily: "ui-monospace, Menlo, Consolas, monospace",
  };
  return (
    <Text
      className="box strong"
      style={{
        ...look,
        fontSize: 32,
        fontWeight: 600,
        letterSpacing: 6,
        lineHeight: "40px",
        margin: "0 0 16px",
        padding: "16px 8px",
        textAlign: "center",
      }}
    >
      {children}
    </Text>
  );
}

/** The one link of a mail. `href` is ours, built on APP_URL. */
export function Action({ href, children }: { href: string; children: string }) {
  const look = { backgroundColor: "#171717", borderRadius: 8, color: "#ffffff", fontSize: 16, fontWeight: 600 };
  return (
    <Text style={{ margin: "8px 0 24px" }}>
      <Button className="button" href={href} style={{ ...look, padding: "12px 20px" }}>
        {children}
      </Button>
    </Text>
  );
}

/** Facts as lines; the values may come from strangers. */
export function Facts({ facts }: { facts: Record<string, string> }) {
  return (
    <Words>
      {Object.entries(facts).map(([label, value]) => (
        <span key={label}>
          {label}: <strong>{plain(value)}</strong>
          <br />
        </span>
      ))}
    </Words>
  );
}

/** @returns a moment in words: `23 November 2026 at 10:05 UTC`. */
export function inUtc(moment: Date): string {
  return `${moment.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" })} UTC`;
}
