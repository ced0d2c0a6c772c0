import { db } from "@/db/client";
import { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { checkCreation } from "@/lib/security/webauthn";
import { relyingParty } from "@/lib/strategies/passkey";
import { addPasskey, userHandleOf } from "@/lib/users/passkeys";

/** Gives a person a passkey. @returns the authenticator that holds it. */
export async function givePasskey(userId: string): Promise<SoftAuthenticator> {
  const authenticator = new SoftAuthenticator();
  const id = userHandleOf(userId).toString("base64url");
  const response = authenticator.create({ challenge: "any", user: { id } });
  const created = await checkCreation(response, relyingParty(), async () => true);
  if (!created) throw new Error("the passkey was not created");
  const added = await addPasskey(db, userId, { ...created, name: "Soft" }, { limit: 50, now: new Date() });
  if (!added.ok) throw new Error(added.error.code);
  return authenticator;
}
