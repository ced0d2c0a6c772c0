import "server-only";
import { z } from "zod";
import { db } from "@/db/client";
import { appOrigin } from "@/lib/env";
import { fail, ok } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { offersPasskeys, rpId } from "@/lib/security/relying-party";
import { checkAssertion, requestOptions } from "@/lib/security/webauthn";
import { findPasskey, listPasskeys, recordPasskeyUse, userHandleOf } from "@/lib/users/passkeys";
import { noteChallenge, spendChallenge } from "./ceremonies";
import { assertionAnswer } from "./passkey-answers";
import type { Context, Strategy } from "./strategy";

const proof = z.object({ response: assertionAnswer });

export const relyingParty = () => ({ id: rpId(), origin: appOrigin() });

/** A passkey (WebAuthn): a device and the person who opened it, in one proof. */
export const passkey: Strategy<z.infer<typeof proof>> = {
  id: "passkey",
  factor: "first",
  identifiers: [],
  provesIdentifier: false,
  enabled: (settings, flow) => (flow === "passkey-sign-in" || flow === "step-up") && offersPasskeys(settings),
  proof,

  async start(context) {
    const { userId } = context.attempt;
    const allow = userId ? await listPasskeys(db, userId) : [];
    const options = await requestOptions({ rp: relyingParty(), allow });
    await noteChallenge({ ...context, strategy: "passkey" }, options.challenge);
    return ok({ kind: "browser", options });
  },

  async verify(context, { response }) {
    const { attempt, now } = context;
    const known = await findPasskey(response.id);
    if (!known) return fail("passkey_unknown");
    if (!isTheirs(context, known.userId, response.response.userHandle)) return fail("passkey_refused");
    const checked = await checkAssertion(response, relyingParty(), known, (challenge) =>
      spendChallenge({ ...context, strategy: "passkey" }, challenge),
    );
    if (!checked) return fail("passkey_refused");
    const use = await recordPasskeyUse(known.id, checked, now);
    if (use === "recorded") return ok({ userId: known.userId, passkey: known.id });
    if (use === "gone") return fail("passkey_unknown");
    const { client } = context;
    const event = { type: "passkey.counter-regressed", result: "failure", actorId: null } as const;
    await audit(db, { ...event, subjectId: known.userId, client, now, data: { flow: attempt.flow, id: known.id } });
    return fail("passkey_refused");
  },
};

/** WebAuthn level 3, §7.2, step 6: whoever is not named yet is named by the authenticator, and it has to be the owner. */
function isTheirs({ attempt }: Context, ownerId: string, userHandle: string | undefined): boolean {
  if (attempt.userId && attempt.userId !== ownerId) return false;
  if (userHandle === undefined) return attempt.userId !== null;
  return userHandle === userHandleOf(ownerId).toString("base64url");
}
