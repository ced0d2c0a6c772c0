import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { createSafeActionClient, returnServerError } from "next-safe-action";
import { z } from "zod";
import { type Failure, type Result, statusOf, wordsFor } from "./errors";
import { type NextStep, pathOf } from "./flows/next-step";
import type { FormAction, FormState } from "./form-state";
import { auditDenied, isAdmin, isRecent } from "./guard";
import { setStatus } from "./http-exchange";
import { isSameOrigin } from "./security/origin";
import { consume } from "./security/rate-limits";
import { getSession, type Session } from "./sessions/read";
import { currentVisit, type Visit } from "./visit";

/** A failure as it leaves an action: next-safe-action passes it on as JSON, which knows no dates. */
type Refusal = Omit<Failure, "retryAt"> & { retryAt?: string };

const refuse = ({ retryAt, ...failure }: Failure): never =>
  returnServerError<Refusal>({ ...failure, retryAt: retryAt?.toISOString() });

/** Anybody, but only from our own pages. */
const publicClient = createSafeActionClient({
  defaultValidationErrorsShape: "flattened",
  handleServerError(error): Refusal {
    throw error;
  },
}).use(async ({ next }) => {
  if (!isSameOrigin(await headers())) refuse({ code: "foreign_origin" });
  return next({ ctx: { visit: await currentVisit() } });
});

/** Somebody signed in, at a bearable pace. */
const userClient = publicClient.use(async ({ next, ctx }) => {
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

/** What a form that stays where it is shows. */
type Success = { done: string; backupCodes?: string[] };
/** What an action may answer: words for its form, or the next step of a journey, which is a redirect. */
type Answer = Result<NextStep | Success>;
type Run<Schema extends z.ZodType, Ctx> = (input: z.output<Schema>, ctx: Ctx) => Promise<Answer>;

/** An action anybody may call. */
export const publicAction = <S extends z.ZodType>(schema: S, run: Run<S, { visit: Visit }>): FormAction =>
  toFormAction(
    publicClient.inputSchema(fromForm(schema)).action(({ parsedInput, ctx }) => settle(run(parsedInput, ctx))),
  );

/** An action of a signed-in person on their own account. */
export const userAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit; session: Session }>,
): FormAction =>
  toFormAction(
    userClient.inputSchema(fromForm(schema)).action(({ parsedInput, ctx }) => settle(run(parsedInput, ctx))),
  );

/** The same for sensitive changes: asks for a fresh proof first (SE-08). */
export const recentAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit; session: Session }>,
): FormAction =>
  toFormAction(
    recentClient.inputSchema(fromForm(schema)).action(({ parsedInput, ctx }) => settle(run(parsedInput, ctx))),
  );

/** An action of an admin. */
export const adminAction = <S extends z.ZodType>(
  schema: S,
  run: Run<S, { visit: Visit; session: Session }>,
): FormAction =>
  toFormAction(
    adminClient.inputSchema(fromForm(schema)).action(({ parsedInput, ctx }) => settle(run(parsedInput, ctx))),
  );

/** A form of ours is a few short texts. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * What `userAction` does, as a route handler: a page that is open is not drawn anew by it, as it is by an action that
 * sets a cookie, and so can't lead away from what somebody is typing there.
 * @returns a handler that takes a form and answers its state as JSON.
 */
export function userHandler<S extends z.ZodType>(schema: S, run: Run<S, { visit: Visit; session: Session }>) {
  const action = userClient.inputSchema(fromForm(schema)).action(async ({ parsedInput, ctx }) => {
    const result = await run(parsedInput, ctx);
    return result.ok ? { done: "" } : refuse(result.error);
  });
  return async (request: Request): Promise<Response> => {
    const isSmall = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY) <= MAX_BODY_BYTES;
    const data = isSmall ? await request.formData().catch(() => null) : null;
    const state = toFormState(
      (await (action as (data: unknown) => Promise<unknown>)(data)) as Outcome,
      data ?? new FormData(),
    );
    return Response.json(state, { status: state.code ? statusOf(state.code) : 200 });
  };
}

/** A form's fields as an object: one text per name. Twice the same name, or a file, is no text and fails the schema. */
function fromForm<S extends z.ZodType>(schema: S) {
  return z.preprocess((data) => {
    if (!(data instanceof FormData)) return undefined;
    const names = [...new Set(data.keys())].filter((name) => !name.startsWith("$ACTION"));
    return Object.fromEntries(
      names.map((name) => [name, data.getAll(name).length === 1 ? data.get(name) : data.getAll(name)]),
    );
  }, schema);
}

async function settle(answer: Promise<Answer>): Promise<Success> {
  const result = await answer;
  if (!result.ok) return refuse(result.error);
  if ("step" in result.data) redirect(pathOf(result.data));
  refresh();
  return result.data;
}

interface Outcome {
  data?: Success;
  serverError?: Refusal;
  validationErrors?: { formErrors?: string[]; fieldErrors?: Record<string, string[] | undefined> };
}

function toFormAction(action: (data: FormData) => Promise<unknown>): FormAction {
  return async (_state, data) => toFormState((await action(data)) as Outcome, data);
}

function toFormState(outcome: Outcome, data: FormData): FormState {
  if (outcome.data) return outcome.data;
  const failure: Refusal = outcome.serverError ?? {
    code: outcome.validationErrors?.formErrors?.length ? "malformed_request" : "invalid_input",
    fields: firstErrors(outcome.validationErrors?.fieldErrors),
  };
  setStatus(statusOf(failure.code));
  const words = wordsFor(failure);
  const fieldWords = Object.values(failure.fields ?? {});
  // What a field says already is not said twice.
  const alone = fieldWords.includes(words) || (failure.code === "invalid_input" && fieldWords.length > 0);
  return {
    code: failure.code,
    message: alone ? undefined : words,
    fields: failure.fields,
    values: typed(data),
    retryAt: failure.retryAt,
  };
}

const firstErrors = (errors: Record<string, string[] | undefined> = {}) =>
  Object.fromEntries(Object.entries(errors).flatMap(([field, words]) => (words?.[0] ? [[field, words[0]]] : [])));

/** By its last word: `codeSignIn` is a setting. */
const SECRET = /(password|code|token)$/i;
/** What may be shown again: short texts that are no secrets. */
const typed = (data: FormData): Record<string, string> =>
  Object.fromEntries(
    [...data].flatMap(([name, value]) =>
      typeof value === "string" && value.length <= 1000 && !name.startsWith("$ACTION") && !SECRET.test(name)
        ? [[name, value]]
        : [],
    ),
  );
