import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "@/components/brand";

interface StatusPageProps {
  title: string;
  /** What happened and what to do next. */
  words: string;
  /** Ties what a person reports to a line of the server's log. */
  reference?: string;
  /** The ways on. */
  children: ReactNode;
}

/** A whole page for when there is no page: not found, or broken. */
export function StatusPage({ title, words, reference, children }: StatusPageProps) {
  return (
    <main className="mx-auto flex min-h-svh w-full max-w-md flex-col items-start gap-6 px-6 pt-[max(3rem,16vh)] pb-12">
      <Link href="/" className="rounded-md">
        <Brand />
      </Link>
      <div className="flex flex-col gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-pretty text-muted-foreground">{words}</p>
      </div>
      {reference && (
        <p className="text-sm text-muted-foreground">
          Reference{" "}
          <code className="rounded bg-muted px-1.5 py-0.5 font-mono text-foreground select-all">{reference}</code>
        </p>
      )}
      <div className="flex flex-wrap gap-3">{children}</div>
    </main>
  );
}
