"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useAnswer } from "@/components/auth/form-context";

/** Under a form whose change needs a fresh proof: the way to give it and come back. */
export function RecentAuthHint() {
  const pathname = usePathname();
  const { code } = useAnswer();
  if (code !== "recent_auth_required") return null;
  return (
    <Link
      href={`/step-up?redirect_url=${encodeURIComponent(pathname)}`}
      className="text-sm font-medium underline underline-offset-4"
    >
      Confirm it's you
    </Link>
  );
}
