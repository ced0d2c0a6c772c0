import type { Metadata } from "next";
import Link from "next/link";
import { StatusPage } from "@/components/status-page";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "Page not found" };

/** 404, also for pages that are not yours to see. */
export default function NotFoundPage() {
  return (
    <StatusPage
      title="Page not found"
      words="There is nothing at this address. Check it for typing errors, or start again from the front."
    >
      <Button asChild>
        <Link href="/">Go to the start</Link>
      </Button>
    </StatusPage>
  );
}
