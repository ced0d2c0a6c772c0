"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { addConnection, changeConnection, removeConnection } from "@/lib/connections/social-write";
import { ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { CONNECTION_KEY } from "@/lib/settings/social";
import { singleLine } from "@/lib/single-line";

/** What providers make of letters: all that can be seen in ASCII (RFC 6749, Appendix A). */
const credential = (max: number) =>
  z
    .string()
    .trim()
    .max(max, "This is too long to be right. Copy it again.")
    .regex(/^[\x21-\x7e]*$/, "This has characters no provider uses. Copy it again.");
const required = (schema: z.ZodString, words: string) => schema.min(1, words);
const box = z
  .literal("on")
  .optional()
  .transform((ticked) => ticked === "on");
const name = singleLine(60).refine((typed) => typed.length > 0, "Enter a name.");
const issuer = singleLine(500);
const keyOf = z.object({ key: z.string().regex(CONNECTION_KEY) });

const connectionSchema = keyOf.extend({
  enabled: box,
  use: z.enum(["sign-in", "connect"]),
  clientId: credential(500),
  clientSecret: credential(4000),
  secretRemoved: box,
  issuer: issuer.optional(),
  name: name.optional(),
  trustsEmail: box,
});

export const saveConnectionAction = adminAction(connectionSchema, async ({ key, ...change }, { visit, session }) => {
  const saved = await changeConnection(key, change, authorOf(visit, session));
  return saved.ok ? ok({ done: "Saved. It applies from now on." }) : saved;
});

const newSchema = z.object({
  key: z.string().trim().regex(CONNECTION_KEY, "2 to 31 small letters, digits and hyphens, a letter first."),
  name,
  issuer,
  clientId: required(credential(500), "Enter the client ID."),
  clientSecret: required(credential(4000), "Enter the client secret."),
  trustsEmail: box,
});

export const addConnectionAction = adminAction(newSchema, async (connection, { visit, session }) => {
  const added = await addConnection(connection, authorOf(visit, session));
  return added.ok ? redirect(`/admin/social/${connection.key}`) : added;
});

export const removeConnectionAction = adminAction(keyOf, async ({ key }, { visit, session }) => {
  const removed = await removeConnection(key, authorOf(visit, session));
  return removed.ok ? redirect("/admin/social") : removed;
});

type Ctx = Parameters<Parameters<typeof adminAction<typeof keyOf>>[1]>[1];
const authorOf = (visit: Ctx["visit"], session: Ctx["session"]) => ({
  userId: session.user.id,
  client: visit.client,
  now: visit.now,
});
