"use client";

import { Loader2Icon } from "lucide-react";
import { usePathname } from "next/navigation";
import { type SyntheticEvent, useEffect, useState } from "react";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { isUnprocessed } from "@/lib/unprocessed";
import type { StepUpDialogProps } from "./step-up-context";
import { postStepUp, readStepUp } from "./step-up-requests";
import { StepUpSteps } from "./step-up-steps";
import { type OpenStepUp, stepUpWords } from "./step-up-words";

/** React hands events of a portal to whoever renders it: what happens in here is no change of the form below. */
const stop = (event: SyntheticEvent) => event.stopPropagation();

/** Asks over the page who it is, every level that has grown old, while the form below keeps what was typed. */
export function StepUpDialog({ onDone, onCancel, onClosed }: StepUpDialogProps) {
  const [view, setView] = useState<OpenStepUp>();
  const [done, setDone] = useState(false);
  const redirectUrl = usePathname();

  async function look() {
    const read = await readStepUp();
    if (!read) onCancel();
    else if (!read.done) setView(read);
    else {
      setDone(true);
      onDone();
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what comes after it follows from the answers.
  useEffect(() => void look(), []);

  const post = (step: "choose" | "confirm" | "link") => async (_: unknown, data: FormData) => {
    const answer = await postStepUp(step, data);
    if (!isUnprocessed(answer.code)) await look();
    return answer;
  };
  if (!view) return null;
  const { title, words } = stepUpWords(view);
  return (
    <div className="contents" onSubmit={stop} onChange={stop}>
      <Dialog open onOpenChange={(open) => !open && onCancel()}>
        <DialogContent
          // Hangs from the top, like the card of the pages: nothing jumps between steps of different height.
          className="top-4 translate-y-0 gap-6 sm:top-[10svh] sm:max-h-[80svh] sm:max-w-[400px]"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
        >
          <DialogHeader>
            <DialogTitle className="text-xl leading-7">{title}</DialogTitle>
            <DialogDescription className="text-balance wrap-anywhere">{words}</DialogDescription>
          </DialogHeader>
          {done ? (
            <p className="flex min-h-28 items-center justify-center gap-3 text-sm text-muted-foreground" role="status">
              <Loader2Icon className="size-4 animate-spin motion-reduce:animate-none" aria-hidden="true" />
              One moment…
            </p>
          ) : (
            <StepUpSteps
              view={view}
              chooseAction={post("choose")}
              confirmAction={post("confirm")}
              followLinkAction={post("link")}
              redirectUrl={redirectUrl}
              onGone={look}
            />
          )}
        </DialogContent>
      </Dialog>
    </div>
  );
}
