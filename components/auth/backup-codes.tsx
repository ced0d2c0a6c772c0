"use client";

import { DownloadIcon, PrinterIcon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { backupCodesFileName, backupCodesText } from "./backup-codes-file";
import { CopyButton } from "./copy-button";

/** Hides on paper what neither is the marked element nor holds it. */
const ALONE_ON_PAPER = "print:[body_:not(&,:has(&))]:hidden";

/** Fresh backup codes, to be kept: copied, saved or printed. They get the focus, as their button is gone. */
export function BackupCodes({ codes, appName }: { codes: string[]; appName: string }) {
  const region = useRef<HTMLElement>(null);
  const [madeAt] = useState(() => new Date());
  const text = backupCodesText(appName, codes, madeAt);
  useEffect(() => region.current?.focus(), []);

  return (
    <>
      <section
        ref={region}
        tabIndex={-1}
        aria-label="Backup codes"
        className="@container flex flex-col gap-4 rounded-lg outline-none"
      >
        <p className="text-sm">Each works once, in place of your second step. They are not shown again.</p>
        <ul className="grid gap-x-2 gap-y-1.5 rounded-lg border bg-muted px-2 py-3 font-mono text-[0.8125rem] @[330px]:grid-cols-2">
          {codes.map((code) => (
            <li key={code} className="text-center whitespace-nowrap">
              {code}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2 noscript:hidden">
          <CopyButton text={codes.join("\n")} label="Copy" className="min-w-28 grow" />
          <Button
            type="button"
            variant="outline"
            className="grow"
            onClick={() => download(backupCodesFileName(appName), text)}
          >
            <DownloadIcon aria-hidden="true" /> Download
          </Button>
          <Button type="button" variant="outline" className="grow" onClick={() => window.print()}>
            <PrinterIcon aria-hidden="true" /> Print
          </Button>
        </div>
      </section>
      {/* Black on white whatever the theme. The day is the reader's, which the server does not know. */}
      <pre
        className={`hidden bg-white font-mono text-sm whitespace-pre-wrap text-black print:block ${ALONE_ON_PAPER}`}
        suppressHydrationWarning
      >
        {text}
      </pre>
    </>
  );
}

function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  // Not at once: some browsers start to read only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
