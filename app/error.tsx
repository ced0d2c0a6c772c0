"use client";

import Link from "next/link";
import { StatusPage } from "@/components/status-page";
import { Button } from "@/components/ui/button";

/** What people see when a page breaks unexpectedly. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <StatusPage
      title="Something went wrong"
      words="This is our fault, not yours. Try again; if it keeps happening, tell us the reference below."
      reference={error.digest}
    >
      <Button onClick={() => retry()}>Try again</Button>
      <Button variant="outline" asChild>
        <Link href="/">Go to the start</Link>
      </Button>
    </StatusPage>
  );
}
