"use client";

import Link from "next/link";
import { useTransition } from "react";
import { errorWords } from "@/components/error-words";
import { StatusPage } from "@/components/status-page";
import { Button } from "@/components/ui/button";

/** What people see when a page breaks unexpectedly. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const [pending, startTransition] = useTransition();
  return (
    <StatusPage {...errorWords(error.digest)}>
      {/* Refetches the page from the server. Until that finishes, its busy state is the only feedback. */}
      <Button aria-busy={pending} disabled={pending} onClick={() => startTransition(() => retry())}>
        Try again
      </Button>
      <Button variant="outline" asChild>
        <Link href="/">Go to the start</Link>
      </Button>
    </StatusPage>
  );
}
