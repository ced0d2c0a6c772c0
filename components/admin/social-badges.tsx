import { Badge } from "@/components/ui/badge";
import type { ConnectionView } from "@/lib/connections/social-view";

/** What state a social connection is in. */
export function SocialBadges({ connection }: { connection: ConnectionView }) {
  const { state, use, clientId, hasSecret, environment } = connection;
  const isFromEnvironment = (!clientId && environment.clientId) || (!hasSecret && environment.hasSecret);
  return (
    <>
      {state === "on" && <Badge>On</Badge>}
      {state === "off" && <Badge variant="outline">Off</Badge>}
      {state === "incomplete" && <Badge variant="destructive">Keys missing</Badge>}
      {state !== "off" && use === "connect" && <Badge variant="secondary">Link only</Badge>}
      {isFromEnvironment && <Badge variant="outline">Environment</Badge>}
    </>
  );
}
