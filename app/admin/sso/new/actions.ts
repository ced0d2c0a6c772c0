"use server";

import { newConnectionForm } from "@/lib/connections/enterprise-forms";
import { createConnection } from "@/lib/connections/enterprise-write";
import { ok } from "@/lib/errors";
import { adminAction } from "@/lib/safe-action";
import { authorOf } from "../author";

export const createConnectionAction = adminAction(newConnectionForm, async (typed, { visit, session }) => {
  const id = await createConnection(typed, authorOf(visit, session));
  return ok({ step: "done", redirectTo: `/admin/sso/${id}` });
});
