import { Badge } from "@/components/ui/badge";

export interface SsoState {
  active: boolean;
  /** A test of it as it is now has passed. */
  tested: boolean;
  certificates: "fine" | "expiring" | "expired";
}

/** How a connection is. */
export function SsoStateBadges({ state: { active, tested, certificates } }: { state: SsoState }) {
  return (
    <>
      <Badge variant={active ? "secondary" : "outline"}>{active ? "Active" : "Not active"}</Badge>
      {active && !tested && <Badge variant="outline">Changed since the last test</Badge>}
      {certificates === "expired" && <Badge variant="destructive">Certificate expired</Badge>}
      {certificates === "expiring" && <Badge variant="outline">Certificate expires soon</Badge>}
    </>
  );
}
