import { RowAction } from "@/components/profile/row-action";
import { Time } from "@/components/profile/time";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";

export interface SsoCertificate {
  subject: string;
  notAfter: Date;
  fingerprint: string;
  state: "fine" | "expiring" | "expired";
}

interface SsoCertificatesProps {
  certificates: SsoCertificate[];
  connection: string;
  removeAction: FormAction;
}

/** The certificates whose signatures are believed, and until when they say they are good. */
export function SsoCertificates({ certificates, connection, removeAction }: SsoCertificatesProps) {
  return (
    <ul className="divide-y" aria-label="Certificates">
      {certificates.map(({ subject, notAfter, fingerprint, state }) => (
        <li key={fingerprint} className="flex flex-col gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0 sm:flex-row">
          <div className="min-w-0 grow space-y-1 text-sm">
            <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
              {subject || "Certificate without a name"}
              {state === "expired" && <Badge variant="destructive">Expired</Badge>}
              {state === "expiring" && <Badge variant="outline">Expires soon</Badge>}
            </p>
            <p className="text-muted-foreground">
              {state === "expired" ? "Expired" : "Good until"} <Time at={notAfter} />
            </p>
            <p className="font-mono text-xs text-muted-foreground wrap-anywhere">SHA-256 {fingerprint}</p>
          </div>
          {certificates.length > 1 && (
            <div className="shrink-0">
              <RowAction
                action={removeAction}
                hidden={{ connection, fingerprint }}
                label={`Remove the certificate ${fingerprint.slice(0, 11)}`}
              >
                Remove
              </RowAction>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
