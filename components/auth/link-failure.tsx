import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { ErrorCode } from "@/lib/errors";
import { AuthHeading } from "./auth-heading";

interface LinkFailureProps {
  code: ErrorCode;
  words: string;
  /** Where the journey of the link waits; it leads to the start where there is none in this browser. */
  waitingPath: string;
}

const titles: Partial<Record<ErrorCode, string>> = {
  link_expired: "This link has expired",
  link_stale: "There is a newer link",
  link_used: "This link was used already",
  link_wrong_device: "This link was opened somewhere else",
};

const waysOn: Partial<Record<ErrorCode, string>> = {
  link_expired: "Ask for a new link",
  link_stale: "Ask for a new link",
  link_wrong_device: "Start again here",
};

/** Why a mailed link can't be used, and the way on. */
export function LinkFailure({ code, words, waitingPath }: LinkFailureProps) {
  const wayOn = waysOn[code];
  return (
    <>
      <AuthHeading title={titles[code] ?? "This link can't be used"}>{words}</AuthHeading>
      <Button asChild size="lg" variant="outline" className="w-full">
        <Link href={wayOn ? waitingPath : "/sign-in"}>{wayOn ?? "Go to sign in"}</Link>
      </Button>
    </>
  );
}
