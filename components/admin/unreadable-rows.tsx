interface Row {
  label: string;
  now: string;
  /** JSON. */
  stored?: string | null;
  lastGood?: string | null;
}

/** More than these are folded away. */
const SHOWN = 4;

/** Settings with what applies for now, and small below what is stored and what it was. */
export function UnreadableRows({ rows }: { rows: Row[] }) {
  const [shown, folded] = rows.length > SHOWN + 1 ? [rows.slice(0, SHOWN), rows.slice(SHOWN)] : [rows, []];
  return (
    <>
      <RowList rows={shown} />
      {folded.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-1 text-sm font-medium outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50">
            {folded.length} more
          </summary>
          <div className="pt-2">
            <RowList rows={folded} />
          </div>
        </details>
      )}
    </>
  );
}

const RowList = ({ rows }: { rows: Row[] }) => (
  <dl className="space-y-2 text-sm">
    {rows.map(({ label, now, stored, lastGood }) => (
      <div key={label} className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 sm:grid-cols-[16rem_1fr]">
        <dt>{label}</dt>
        <dd className="text-right font-medium wrap-anywhere sm:text-left">{now}</dd>
        {(stored || lastGood) && (
          <dd className="col-span-2 text-xs text-muted-foreground sm:col-span-1 sm:col-start-2">
            {stored && (
              <>
                Stored: <code className="font-mono wrap-anywhere">{stored}</code>
              </>
            )}
            {stored && lastGood && " · "}
            {lastGood && <>Last good: {lastGood}</>}
          </dd>
        )}
      </div>
    ))}
  </dl>
);
