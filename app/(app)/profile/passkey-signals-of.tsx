import { PasskeySignals } from "@/components/profile/passkey-signals";
import { rpId } from "@/lib/security/relying-party";
import type { Session } from "@/lib/sessions/read";
import { type Passkey, userHandleOf } from "@/lib/users/passkeys";
import { shortIdentifier } from "@/lib/users/short-identifier";

/** Keeps the password managers of a person in step with what a page shows. */
export function PasskeySignalsOf({ user, passkeys }: { user: Session["user"]; passkeys: Passkey[] }) {
  return (
    <PasskeySignals
      rpId={rpId()}
      userId={userHandleOf(user.id).toString("base64url")}
      credentialIds={passkeys.map(({ credentialId }) => credentialId)}
      userName={user.identifier ?? ""}
      displayName={user.name ?? shortIdentifier(user.identifier ?? "")}
    />
  );
}
