import { Badge } from "@/components/ui/badge";

interface PersonBadgesProps {
  person: { role: "user" | "admin"; bannedAt: Date | null; hasSecondFactor?: boolean; isLocked?: boolean };
}

/** What sets a person apart from the others. */
export function PersonBadges({ person: { role, bannedAt, hasSecondFactor, isLocked } }: PersonBadgesProps) {
  return (
    <>
      {role === "admin" && <Badge>Admin</Badge>}
      {bannedAt && <Badge variant="destructive">Suspended</Badge>}
      {isLocked && <Badge variant="destructive">Locked</Badge>}
      {hasSecondFactor && <Badge variant="secondary">Two-step</Badge>}
    </>
  );
}
