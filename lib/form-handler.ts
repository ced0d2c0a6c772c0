import "server-only";
import type { z } from "zod";
import { statusOf } from "./errors";
import { fromForm, type Outcome, refuse, type Success, toFormState } from "./form-answer";
import { BODY_MAX } from "./request-limits";
import { publicClient, type Run, userClient } from "./safe-action";
import type { Session } from "./sessions/read";
import type { Visit } from "./visit";

/**
 * What `publicAction` and `userAction` do, as a route handler: a page that is open is not drawn anew by it, as it is by
 * an action that sets a cookie, and so can't lead away from what somebody is typing there.
 * @returns a handler that takes a form and answers its state as JSON.
 */
export const publicHandler = <S extends z.ZodType>(schema: S, run: Run<S, { visit: Visit }>) =>
  handler(
    publicClient.inputSchema(fromForm(schema)).action(async ({ parsedInput, ctx }) => settle(run(parsedInput, ctx))),
  );

/** The same for somebody signed in. */
export const userHandler = <S extends z.ZodType>(schema: S, run: Run<S, { visit: Visit; session: Session }>) =>
  handler(
    userClient.inputSchema(fromForm(schema)).action(async ({ parsedInput, ctx }) => settle(run(parsedInput, ctx))),
  );

async function settle(answer: ReturnType<Run<z.ZodType, unknown>>): Promise<Success> {
  const result = await answer;
  if (!result.ok) return refuse(result.error);
  return "step" in result.data ? { done: "" } : result.data;
}

function handler(action: unknown) {
  return async (request: Request): Promise<Response> => {
    const isSmall = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY) <= BODY_MAX;
    const data = isSmall ? await request.formData().catch(() => null) : null;
    const state = toFormState(
      (await (action as (data: unknown) => Promise<unknown>)(data)) as Outcome,
      data ?? new FormData(),
    );
    return Response.json(state, { status: state.code ? statusOf(state.code) : 200 });
  };
}
