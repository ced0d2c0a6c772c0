"use server";

import { z } from "zod";
import { finishAddPasskey, removeOwnPasskey, renameOwnPasskey, startAddPasskey } from "@/lib/flows/passkeys";
import { recentAction, userAction } from "@/lib/safe-action";
import { singleLine } from "@/lib/single-line";
import { creationAnswer } from "@/lib/strategies/passkey-answers";

/** Answers with options for the browser's own dialog. */
const startSchema = z.object({ silent: z.literal("on").optional() });
export const startAddPasskeyAction = recentAction(startSchema, async ({ silent }, { visit, session }) => {
  const options = await startAddPasskey(visit, session, { silent: silent === "on" });
  return options.ok ? { ok: true, data: { done: "", creation: options.data } } : options;
});

export const finishAddPasskeyAction = recentAction(
  z.object({ response: creationAnswer }),
  (input, { visit, session }) => finishAddPasskey(visit, session, input.response),
);

const renameSchema = z.object({ id: z.uuid(), name: singleLine(60).pipe(z.string().min(1, "Enter a name.")) });
export const renamePasskeyAction = userAction(renameSchema, ({ id, name }, { visit, session }) =>
  renameOwnPasskey(visit, session, id, name),
);

export const removePasskeyAction = recentAction(z.object({ id: z.uuid() }), ({ id }, { visit, session }) =>
  removeOwnPasskey(visit, session, id),
);
