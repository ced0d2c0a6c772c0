import type { ReactNode } from "react";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

interface AdminCardProps {
  /** To link to. */
  id?: string;
  title: string;
  /** Stands beside the title. */
  badge?: ReactNode;
  description: ReactNode;
  children: ReactNode;
}

/** A card of an admin page: one thing, said in one sentence. */
export function AdminCard({ id, title, badge, description, children }: AdminCardProps) {
  return (
    <Card id={id} role="region" aria-label={title} className="scroll-mt-6">
      <CardHeader>
        <CardTitle>
          <h2 className="flex flex-wrap items-center gap-2">
            {title} {badge}
          </h2>
        </CardTitle>
        <CardDescription>{description}</CardDescription>
      </CardHeader>
      <CardContent className="space-y-6">{children}</CardContent>
    </Card>
  );
}
