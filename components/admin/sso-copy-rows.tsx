import { CopyButton } from "@/components/auth/copy-button";

/** What has to be entered elsewhere, ready to copy. */
export function SsoCopyRows({ rows }: { rows: { label: string; hint: string; text: string }[] }) {
  return (
    <dl className="divide-y">
      {rows.map(({ label, hint, text }) => (
        <div
          key={label}
          className="flex flex-col gap-x-6 gap-y-2 py-4 first:pt-0 last:pb-0 sm:flex-row sm:items-center"
        >
          <dt className="sm:w-52 sm:shrink-0">
            <span className="text-sm font-medium">{label}</span>
            <span className="block text-xs text-muted-foreground">{hint}</span>
          </dt>
          <dd className="flex min-w-0 grow flex-wrap items-center justify-between gap-3">
            <code className="text-xs wrap-anywhere">{text}</code>
            <CopyButton text={text} label="Copy" aria-label={`Copy: ${label}`} size="sm" className="min-w-28" />
          </dd>
        </div>
      ))}
    </dl>
  );
}
