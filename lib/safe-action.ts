import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { createSafeActionClient } from "next-safe-action";
import type { z } from "zod";
import { isOutage } from "@/db/outage";
import { providerUrl } from "./auth";
import type { Result } from "./errors";
import { type Leave, type NextStep, pathOf } from "./flows/next-step";
import { fromForm, type Outcome, type Refusal, refuse, type Success, toFormState } from "./form-answer";
import type { FormAction } from "./form-state";
import { auditDenied, isAdmin, isRecent } from "./guard";
import { isSameOrigin } from "./security/origin";
import { consume } from "./security/rate-limits";
import { getSession, type Session } from "./sessions/read";
import { currentVisit, type Visit } from "./visit";

/** Anybody, but only from our own pages. For `publicAction` and route handlers. */
export const publicClient = createSafeActionClient({
  defaultValidationErrorsShape: "flattened",
  handleServerError(error): Refusal {
    if (!isOutage(error)) throw error;
    console.error(error);
    return { code: "unavailable" };
  },
}).use(async ({ next }) => {
  if (!isSameOrigin(await headers())) refuse({ code: "foreign_origin" });
  return next({ ctx: { visit: await currentVisit() } });
});

/** Somebody signed in, at a bearable pace. For `userAction` and route handlers. */
export const userClient = publicClient.use(async ({ next, ctx }) => {
  const session = await getSession();
  if (!session) return refuse({ code: "unauthenticated" });
  const allowed = await consume("change:user", session.user.id);
  if (!allowed.ok) return refuse(allowed.error);
  return next({ ctx: { ...ctx, session } });
});

/** Somebody who has proved themselves within the last minutes. */
const recentClient = userClient.use(async ({ next, ctx }) => {
  if (!(await isRecent(ctx.session, ctx.visit.now))) refuse({ code: "recent_auth_required" });
  return next({ ctx });
});

/** An admin who has proved themselves within the last minutes. */
const adminClient = userClient.use(async ({ next, ctx }) => {
  if (!isAdmin(ctx.session)) {
    await auditDenied(ctx.session);
    refuse({ code: "forbidden" });
  }
  if (!(await isRecent(ctx.session, ctx.visit.now))) refuse({ code: "recent_auth_required" });
  return next({ ctx });
});

/** What an action may answer: words for its form, or the next step of a journey, which is a redirect. */
type Answer = Result<NextStep | Leave | Success>;
/** What an action does with its checked input. */
export type Run<Schema extends z.ZodType, Ctx> = (input: z.output<Schema>, ctx: Ctx) => Promise<Answer>;

/** An action anybody may call. @param most entries of its form, where the usual number is too few. */
export const publicAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit }>,
  most?: number,
): FormAction =>
  toFormAction(
    publicClient
      .inputSchema(fromForm(schema, most))
      .action(({ parsedInput, ctx }) => settle(ctx.visit, run(parsedInput, ctx))),
  );

/** An action of a signed-in person on their own account. */
export const userAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit; session: Session }>,
  most?: number,
): FormAction =>
  toFormAction(
    userClient
      .inputSchema(fromForm(schema, most))
      .action(({ parsedInput, ctx }) => settle(ctx.visit, run(parsedInput, ctx))),
  );

/** The same for sensitive changes: asks for a fresh proof first (SE-08). */
export const recentAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit; session: Session }>,
  most?: number,
): FormAction =>
  toFormAction(
    recentClient
      .inputSchema(fromForm(schema, most))
      .action(({ parsedInput, ctx }) => settle(ctx.visit, run(parsedInput, ctx))),
  );

/** An action of an admin. */
export const adminAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit; session: Session }>,
  most?: number,
): FormAction =>
  toFormAction(
    adminClient
      .inputSchema(fromForm(schema, most))
      .action(({ parsedInput, ctx }) => settle(ctx.visit, run(parsedInput, ctx))),
  );

async function settle(visit: Visit, answer: Promise<Answer>): Promise<Success> {
  const result = await answer;
  if (!result.ok) return refuse(result.error);
  if ("step" in result.data) {
    redirect(result.data.step === "provider" ? await wayTo(visit, result.data) : pathOf(result.data));
  }
  refresh();
  return result.data;
}

/** A form may not lead to another site (the policy's `form-action`); without a script, a page of ours does. */
const wayTo = async (visit: Visit, leave: Leave): Promise<string> =>
  (await headers()).has("next-action") ? providerUrl(visit, leave) : "/sso/leave";

function toFormAction(action: (data: FormData) => Promise<unknown>): FormAction {
  return async (_state, data) => toFormState((await action(data)) as Outcome, data);
}
